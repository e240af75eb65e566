package io.jaegerstack.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.FaultyWriter.Fate;
import io.jaegerstack.collector.TestSpans;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// received = stored + dropped + held, for whatever a storage does. A failing seed belongs into the
/// list.
class PipelineLedgerTest {
  private static final int SENDERS = 4;
  private static final int BATCHES = 300;

  private final Hop hop = new Ledger().hop("collector.pipeline", Counted.SPANS);
  private final Set<SpanId> accepted = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void balancesWhateverTheStorageDoes(long seed) throws InterruptedException {
    var writer = FaultyWriter.random(new SplittableRandom(seed), Fate.values());
    run(writer, seed);

    assertThat(hop.snapshot().balance()).as(hop.snapshot().toString()).isZero();
    assertThat(hop.received()).isEqualTo(accepted.size());
    assertThat(hop.dropped(DropReason.INTERNAL_ERROR)).isPositive();
    assertThat(hop.dropped(DropReason.STORAGE_REJECTED)).isPositive();
    assertThat(hop.dropped(DropReason.STORAGE_UNAVAILABLE)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void losesNothingThatItTookHoweverOftenItRefused(long seed) throws InterruptedException {
    var writer = FaultyWriter.healthy();
    run(writer, seed);

    Set<SpanId> stored = writer.stored().stream().map(Span::spanId).collect(Collectors.toSet());
    assertThat(stored).isEqualTo(accepted);
    assertThat(writer.stored()).hasSameSizeAs(accepted);
    assertThat(hop.forwarded()).isEqualTo(accepted.size());
    assertThat(accepted).hasSizeGreaterThan(SENDERS * BATCHES);
  }

  private void run(FaultyWriter writer, long seed) throws InterruptedException {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
            .with(CollectorSettings.QUEUE_SIZE, 200)
            .with(CollectorSettings.NUM_WORKERS, 3);
    var pipeline = Pipeline.of(settings, writer, hop, Metrics.empty());
    pipeline.start();
    var senders =
        IntStream.range(0, SENDERS)
            .mapToObj(i -> Thread.ofVirtual().start(() -> send(pipeline, seed * 31 + i)))
            .toList();
    for (Thread sender : senders) {
      sender.join();
    }
    pipeline.stop(Deadline.after(Duration.ofSeconds(20)));
  }

  /// Offers every batch until it is taken: what the storage is given depends on no scheduler.
  private void send(Pipeline pipeline, long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < BATCHES; i++) {
      SpanBatch batch = TestSpans.batch(1 + random.nextInt(20), "svc" + random.nextInt(5));
      var ids = batch.toSpans().stream().map(Span::spanId).toList();
      while (!(pipeline.offer(batch, Origin.JAEGER_GRPC) instanceof Admission.Accepted)) {
        Thread.yield();
      }
      accepted.addAll(ids);
    }
  }
}
