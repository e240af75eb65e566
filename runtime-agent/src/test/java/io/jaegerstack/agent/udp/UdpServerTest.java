package io.jaegerstack.agent.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.agent.Await;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.ledger.LostBefore;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
  private final PacketQueue queue = new PacketQueue(10_000, 100_000_000);
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
      byte[] packet = queue.take();
      assertThat(packet).hasSize(bytes);
      queue.done();
    }
    assertThat(hop.received()).isEqualTo(5);
  }

  @Test
  void dropsAndCountsWhatIsLargerThanTheLimit() throws Exception {
    UdpServer server = started(queue, 0);
    send(server, new byte[MOST_BYTES + 1]);
    send(server, new byte[60_000]);
    send(server, new byte[MOST_BYTES]);
    assertThat(queue.take()).hasSize(MOST_BYTES);
    assertThat(hop.dropped(DropReason.TOO_LARGE)).isEqualTo(2);
    assertThat(hop.snapshot().balance()).isZero();
  }

  @Test
  void dropsAndCountsWhatItsQueueHasNoRoomFor() throws Exception {
    UdpServer server = started(new PacketQueue(2, 1_000_000), 0);
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

  private UdpServer started(PacketQueue into, int socketBufferBytes) throws IOException {
    UdpServer server = server(into, HostPort.loopback(0), socketBufferBytes);
    server.start();
    opened.add(() -> server.stop(Deadline.after(Duration.ofSeconds(10))));
    return server;
  }

  private UdpServer server(PacketQueue into, HostPort address, int socketBufferBytes) {
    var socket = new UdpServer.Socket(address, MOST_BYTES, socketBufferBytes);
    return new UdpServer("test", loops, socket, into, hop);
  }

  private void send(UdpServer server, byte[] packet) throws IOException {
    client.send(
        new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), server.port()));
  }
}
