package io.jaegerstack.agent.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.ledger.LostBefore;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.wire.relay.FrameBody;
import io.jaegerstack.wire.relay.PacketKind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// With native sockets and with portable ones.
@Timeout(60)
@ParameterizedClass(name = "native={0}")
@ValueSource(booleans = {true, false})
class UdpServerTest {
  private static final int MOST_BYTES = 1_000;

  @Parameter boolean isNative;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Hop hop = new Ledger().hop("udp", Counted.PACKETS);
  private final ChunkQueue queue = new ChunkQueue(10_000, 100_000_000);
  private EventLoops loops;
  private DatagramSocket client;

  @BeforeEach
  void open() throws IOException {
    loops = isNative ? EventLoops.of(1) : EventLoops.portable(1);
    client = new DatagramSocket();
    hop.heldBy(queue::held);
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
    loops.stop(Deadline.after(Duration.ofSeconds(10)));
  }

  @Test
  void takesPacketsOfEverySizeUpToTheLimit() throws Exception {
    UdpServer server = started(queue, 0);
    for (int bytes : new int[] {0, 1, 2, 999, 1_000}) {
      send(server, new byte[bytes]);
      assertThat(takenLengths(1)).containsExactly(bytes);
    }
    assertThat(hop.received()).isEqualTo(5);
  }

  @Test
  void dropsAndCountsWhatIsLargerThanTheLimit() throws Exception {
    UdpServer server = started(queue, 0);
    send(server, new byte[MOST_BYTES + 1]);
    send(server, new byte[60_000]);
    send(server, new byte[MOST_BYTES]);
    Await.until(() -> hop.received() == 3, hop::snapshot);
    assertThat(hop.dropped(DropReason.TOO_LARGE)).isEqualTo(2);
    assertThat(hop.snapshot().balance()).isZero();
    assertThat(takenLengths(1)).containsExactly(MOST_BYTES);
  }

  @Test
  void gathersPacketsUntilTheFirstHasWaitedLongEnough() throws Exception {
    UdpServer server = started(queue, 0);
    for (int bytes = 1; bytes <= 20; bytes++) {
      send(server, new byte[bytes]);
    }
    Await.until(() -> hop.received() == 20, hop::snapshot);
    assertThat(takenLengths(20))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  void readsWhatTheKernelHoldsBeforeItCloses() throws Exception {
    UdpServer server = started(queue, 1_000_000);
    for (int i = 0; i < 200; i++) {
      send(server, new byte[900]);
    }
    server.stop(Deadline.after(Duration.ofSeconds(10)));
    assertThat(hop.received()).isEqualTo(200);
    assertThat(takenLengths(200)).hasSize(200);
  }

  @Test
  void takesABurstThatComesAtOnce() throws Exception {
    UdpServer server = started(queue, 4 << 20);
    for (int i = 0; i < 1_000; i++) {
      send(server, new byte[MOST_BYTES]);
    }
    Await.until(() -> hop.received() == 1_000, hop::snapshot);
    assertThat(server.kernelDrops()).isZero();
  }

  @Test
  void dropsAndCountsWhatItsQueueHasNoRoomFor() throws Exception {
    UdpServer server = started(new ChunkQueue(2, 1_000_000), 0);
    for (int i = 0; i < 10; i++) {
      send(server, new byte[10]);
    }
    Await.until(() -> hop.received() == 10, hop::snapshot);
    Await.until(() -> hop.dropped(DropReason.QUEUE_FULL) == 8, hop::snapshot);
  }

  @Test
  void accountsForEveryPacketThatTheKernelDropped() throws Exception {
    UdpServer server = started(queue, 4_096);
    var stalled = new CountDownLatch(1);
    var going = new CountDownLatch(1);
    loops
        .group()
        .execute(
            () -> {
              stalled.countDown();
              try {
                going.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    stalled.await();
    for (int i = 0; i < 500; i++) {
      send(server, new byte[900]);
    }
    going.countDown();
    Await.until(() -> hop.received() + server.kernelDrops() == 500, hop::snapshot);
    assertThat(server.kernelDrops()).isPositive();
    assertThat(hop.lostBefore(LostBefore.KERNEL)).isEqualTo(server.kernelDrops());
    assertThat(hop.snapshot().balance()).isZero();
  }

  @Test
  void saysWhichAddressIsTaken() throws Exception {
    UdpServer first = started(queue, 0);
    var second = server(queue, HostPort.loopback(first.port()), 0);
    assertThatThrownBy(second::start)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on udp 127.0.0.1:" + first.port());
  }

  /// Lengths of the next packets, in so many chunks as it takes.
  private List<Integer> takenLengths(int packets) throws InterruptedException {
    var lengths = new ArrayList<Integer>();
    while (lengths.size() < packets) {
      Chunk chunk = queue.take();
      var body = new FrameBody(chunk.bytes(), 0, chunk.end());
      while (body.next()) {
        lengths.add(body.length());
      }
      queue.done(chunk.packets());
      chunk.release();
    }
    return lengths;
  }

  private UdpServer started(ChunkQueue into, int socketBufferBytes) throws IOException {
    UdpServer server = server(into, HostPort.loopback(0), socketBufferBytes);
    server.start();
    opened.add(() -> server.stop(Deadline.after(Duration.ofSeconds(10))));
    return server;
  }

  private UdpServer server(ChunkQueue into, HostPort address, int socketBufferBytes) {
    var socket = new UdpServer.Socket(address, MOST_BYTES, socketBufferBytes);
    var pool = new ChunkPool(new byte[] {0, 0}, 64 * 1024, 4);
    return new UdpServer("test", loops, socket, PacketKind.JAEGER_COMPACT, pool, into, hop);
  }

  private void send(UdpServer server, byte[] packet) throws IOException {
    client.send(
        new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), server.port()));
  }
}
