package io.jaegerstack.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.agent.processor.ClientLosses;
import io.jaegerstack.agent.reporter.AgentTags;
import io.jaegerstack.agent.reporter.Frame;
import io.jaegerstack.agent.reporter.FrameIntake;
import io.jaegerstack.agent.reporter.FrameMaker;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The flags of each UDP port, from the command line to what they do.
@Timeout(60)
class EntranceTest {
  private static final int WORKERS = 3;
  private static final int QUEUE = 5;
  private static final int LARGEST = 2_000;

  private final EventLoops loops = EventLoops.of(1);
  private final Ledger ledger = new Ledger();
  private final Semaphore working = new Semaphore(0);
  private final CountDownLatch goOn = new CountDownLatch(1);

  static Stream<Arguments> ports() {
    return Stream.of(
        Arguments.of("jaeger-compact", ThriftProtocol.COMPACT, AgentSettings.COMPACT),
        Arguments.of("jaeger-binary", ThriftProtocol.BINARY, AgentSettings.BINARY),
        Arguments.of("zipkin-compact", ThriftProtocol.COMPACT, AgentSettings.ZIPKIN));
  }

  @ParameterizedTest
  @MethodSource("ports")
  void hasTheWorkersTheQueueAndTheLargestPacketThatItsFlagsSay(
      String name, ThriftProtocol protocol, AgentSettings.Processor names) throws Exception {
    var entrance = Entrance.of("test", protocol, names, shared(settings(name)));
    Hop hop = ledger.hop("agent.udp.test", Counted.PACKETS);
    entrance.processor().start();
    entrance.server().start();
    try (var client = new DatagramSocket()) {
      byte[] small = packet(protocol, 1);
      for (int i = 1; i <= WORKERS; i++) {
        send(client, entrance, small, hop, i);
        working.acquire();
      }
      for (int i = 1; i <= QUEUE + 2; i++) {
        send(client, entrance, small, hop, WORKERS + i);
      }
      assertThat(hop.dropped(DropReason.QUEUE_FULL)).isEqualTo(2);
      send(client, entrance, packet(protocol, 60), hop, WORKERS + QUEUE + 3);
      assertThat(hop.dropped(DropReason.TOO_LARGE)).isEqualTo(1);
      assertThat(working.availablePermits()).as("workers more than asked for").isZero();
      goOn.countDown();
      Await.until(() -> hop.forwarded() == WORKERS + QUEUE, hop::snapshot);
    } finally {
      goOn.countDown();
      Deadline deadline = Deadline.after(Duration.ofSeconds(10));
      entrance.server().stop(deadline);
      entrance.processor().stop(deadline);
      loops.stop(deadline);
    }
  }

  private static SettingValues settings(String name) {
    String prefix = "--processor." + name + ".";
    var line =
        CommandLine.of(
            Catalogue.of(Component.AGENT),
            List.of(
                prefix + "server-host-port=127.0.0.1:0",
                prefix + "workers=" + WORKERS,
                prefix + "server-queue-size=" + QUEUE,
                prefix + "server-max-packet-size=" + LARGEST),
            Map.of());
    return ((CommandLine.Run) line).values();
  }

  /// Whoever looks through a packet stays with it until it may go on.
  private Entrance.Shared shared(SettingValues settings) {
    var clients = new ClientLosses(ledger.hop("agent.reporter", Counted.SPANS), System::nanoTime);
    return new Entrance.Shared(
        settings,
        loops,
        ledger,
        ChunkPool.of(AgentTags.of(Map.of()).head(), 1 << 20),
        clients,
        FrameMaker.Packing.BARE,
        new Stalled());
  }

  private final class Stalled implements FrameIntake {
    @Override
    public void report(Frame frame) {
      working.release();
      await(goOn);
    }

    @Override
    public Answer offer(Frame frame) {
      throw new IllegalStateException("UDP's clients cannot be answered");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] packet(ThriftProtocol protocol, int spans) {
    return protocol == ThriftProtocol.COMPACT
        ? Packets.compact("shop", 1, spans)
        : Packets.binary("shop", 1, spans);
  }

  private static void send(
      DatagramSocket client, Entrance entrance, byte[] packet, Hop hop, int received)
      throws Exception {
    client.send(
        new DatagramPacket(
            packet, packet.length, InetAddress.getLoopbackAddress(), entrance.server().port()));
    Await.until(() -> hop.received() == received, hop::snapshot);
  }
}
