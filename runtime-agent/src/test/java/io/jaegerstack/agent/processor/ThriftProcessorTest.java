package io.jaegerstack.agent.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.Packets;
import io.jaegerstack.agent.reporter.BatchFormat;
import io.jaegerstack.agent.udp.PacketQueue;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ThriftProcessorTest {
  private final Hop hop = new Ledger().hop("agent.udp.test", Counted.PACKETS);
  private final PacketQueue queue = new PacketQueue(100, 1_000_000);
  private final AtomicInteger reported = new AtomicInteger();

  @Test
  void goesOnAfterAnError() {
    var processor = processor();
    processor.start();
    for (String service : new String[] {"error", "exception", "shop", "error", "shop"}) {
      hop.received(1);
      assertThat(queue.offer(Packets.compact(service, 1, 2))).isTrue();
    }
    Await.until(() -> reported.get() == 4 && hop.held() == 0, hop::snapshot);
    processor.stop(Deadline.after(Duration.ofSeconds(10)));
    assertThat(hop.forwarded()).isEqualTo(2);
    assertThat(hop.dropped(DropReason.INTERNAL_ERROR)).isEqualTo(3);
    assertThat(hop.snapshot().balance()).as(hop.snapshot().toString()).isZero();
  }

  private void report(SpanBatch batch, BatchFormat format) {
    assertThat(format).isEqualTo(BatchFormat.JAEGER);
    switch (batch.span(0).process.serviceName().text()) {
      case "error" -> throw new StackOverflowError("thrown by the test");
      case "exception" -> throw new IllegalStateException("thrown by the test");
      default -> reported.addAndGet(batch.size());
    }
  }

  private ThriftProcessor processor() {
    return new ThriftProcessor(
        "test",
        ThriftProtocol.COMPACT,
        1,
        queue,
        hop,
        new InternTable(),
        AgentTags.of(Map.of()),
        new ClientLosses(hop, System::nanoTime),
        this::report,
        ThriftProcessor.warnings());
  }
}
