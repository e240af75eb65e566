package io.jaegerstack.collector.pipeline;

import static io.jaegerstack.collector.TestSpans.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.WriteOutcome;
import io.jaegerstack.storage.WritePace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A storage that serves one write at a time.
class WritePaceTest {
  private final OneAtATime storage = new OneAtATime();
  private final Pipeline pipeline =
      Pipeline.of(
          SettingValues.defaults(Catalogue.of(Component.COLLECTOR)),
          storage,
          new Ledger().hop("collector.pipeline", Counted.SPANS),
          Metrics.empty());

  @AfterEach
  void stop() {
    storage.open.countDown();
    pipeline.stop(Deadline.after(Duration.ofSeconds(20)));
  }

  @Test
  void whatComesWhileOneWriteIsUnderWayBecomesOneWrite() throws InterruptedException {
    pipeline.start();
    offer(1);
    assertThat(storage.writes.take()).isEqualTo(1);
    offer(2);
    offer(3);
    offer(4);
    storage.open.countDown();
    assertThat(storage.writes.take()).isEqualTo(9);
  }

  @Test
  void aWriteThatIsTriedAgainKeepsNobodyWaiting() throws InterruptedException {
    pipeline.start();
    offer(1);
    assertThat(storage.writes.take()).isEqualTo(1);
    offer(2);
    storage.underWay.triedAgain();
    assertThat(storage.writes.take()).isEqualTo(2);
  }

  private void offer(int spans) {
    assertThat(pipeline.offer(batch(spans), Origin.JAEGER_GRPC))
        .isInstanceOf(Admission.Accepted.class);
  }

  private static final class OneAtATime implements SpanWriter {
    final BlockingQueue<Integer> writes = new LinkedBlockingQueue<>();
    final CountDownLatch open = new CountDownLatch(1);
    volatile WriteOutcome underWay;

    @Override
    public void write(List<SpanBatch> batches, WriteOutcome outcome) {
      underWay = outcome;
      writes.add(batches.stream().mapToInt(SpanBatch::size).sum());
      try {
        open.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      batches.forEach(outcome::stored);
    }

    @Override
    public WritePace pace() {
      return new WritePace(1, Duration.ZERO);
    }
  }
}
