package io.jaegerstack.agent.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.Packets;
import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.agent.reporter.Frame;
import io.jaegerstack.agent.reporter.FrameIntake;
import io.jaegerstack.agent.reporter.FrameMaker;
import io.jaegerstack.agent.udp.ChunkQueue;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.wire.relay.PacketKind;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ThriftProcessorTest {
  private final Hop hop = new Ledger().hop("agent.udp.test", Counted.PACKETS);
  private final ChunkPool pool = new ChunkPool(new byte[] {0, 0}, 64 * 1024, 4);
  private final ChunkQueue queue = new ChunkQueue(100, 1_000_000);
  private final AtomicInteger reported = new AtomicInteger();
  private final ThriftProcessor processor = processor();

  @AfterEach
  void stop() {
    processor.stop(Deadline.after(Duration.ofSeconds(10)));
  }

  @Test
  void goesOnAfterAnError() {
    processor.start();
    for (String service : new String[] {"error", "exception", "shop", "error", "shop"}) {
      offer(Packets.compact(service, 1, 2));
    }
    Await.until(() -> reported.get() == 4 && hop.held() == 0, hop::snapshot);
    assertThat(hop.forwarded()).isEqualTo(2);
    assertThat(hop.dropped(DropReason.INTERNAL_ERROR)).isEqualTo(3);
    assertThat(hop.snapshot().balance()).as(hop.snapshot().toString()).isZero();
  }

  @Test
  void leavesOutOfAChunkOnlyWhatIsNotInOrder() {
    processor.start();
    byte[] good = Packets.compact("shop", 1, 3);
    offer(new byte[] {1, 2, 3}, good, new byte[0], good, Packets.otherMethod("dropTables"), good);
    Await.until(() -> reported.get() == 9 && hop.held() == 0, hop::snapshot);
    assertThat(hop.forwarded()).isEqualTo(3);
    assertThat(hop.dropped(DropReason.MALFORMED)).isEqualTo(2);
    assertThat(hop.dropped(DropReason.UNKNOWN_METHOD)).isEqualTo(1);
  }

  private void offer(byte[]... packets) {
    Chunk chunk = pool.take(0);
    for (byte[] packet : packets) {
      hop.received(1);
      assertThat(queue.admit(packet.length)).isTrue();
      chunk.add(PacketKind.JAEGER_COMPACT, packet);
    }
    queue.offer(chunk);
  }

  private final class Reported implements FrameIntake {
    @Override
    public void report(Frame frame) {
      String body = new String(frame.body(), 0, frame.length(), StandardCharsets.ISO_8859_1);
      if (body.contains("error")) {
        throw new StackOverflowError("thrown by the test");
      }
      if (body.contains("exception")) {
        throw new IllegalStateException("thrown by the test");
      }
      assertThat(frame.packets()).isEqualTo(frame.spans() / (frame.spans() == 2 ? 2 : 3));
      reported.addAndGet(frame.spans());
    }

    @Override
    public Answer offer(Frame frame) {
      throw new IllegalStateException("UDP's clients cannot be answered");
    }
  }

  private ThriftProcessor processor() {
    return new ThriftProcessor(
        "test",
        ThriftProtocol.COMPACT,
        1,
        queue,
        hop,
        new ClientLosses(hop, System::nanoTime),
        FrameMaker.Packing.BARE,
        new Reported(),
        ThriftProcessor.warnings());
  }
}
