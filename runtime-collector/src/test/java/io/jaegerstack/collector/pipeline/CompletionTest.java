package io.jaegerstack.collector.pipeline;

import static io.jaegerstack.collector.TestSpans.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.FaultyWriter.Fate;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a receiver that waits for the storage is told, and what the ledger says at that moment.
class CompletionTest {
  private static final int SENDERS = 4;
  private static final int BATCHES = 200;

  private final Hop hop = new Ledger().hop("collector.pipeline", Counted.SPANS);
  private final Queue<Settlement> told = new ConcurrentLinkedQueue<>();
  private SettingValues settings =
      SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
          .with(CollectorSettings.NUM_WORKERS, 1);

  @Test
  void aBatchIsToldOnceTheStorageHasAllOfIt() throws InterruptedException {
    var writer = FaultyWriter.stuck();
    Pipeline pipeline = started(writer);
    accept(pipeline, 5);
    writer.awaitEntered();
    assertThat(told).isEmpty();

    writer.open();
    awaitTold(1);
    assertThat(told).containsExactly(new Settlement(5, 0, 0));
    assertThat(hop.forwarded()).isEqualTo(5);
    stop(pipeline);
  }

  @Test
  void whatCannotBeStoredNowIsReturnedAndNotDropped() {
    Pipeline pipeline = started(FaultyWriter.random(new SplittableRandom(1), Fate.AWAY));
    accept(pipeline, 3);
    awaitTold(1);
    assertThat(told).containsExactly(new Settlement(0, 0, 3));
    assertThat(hop.returned()).isEqualTo(3);
    assertThat(hop.snapshot().totalDropped()).isZero();
    stop(pipeline);
  }

  @Test
  void whatIsRefusedForGoodIsDropped() {
    Pipeline pipeline = started(FaultyWriter.random(new SplittableRandom(1), Fate.REFUSED));
    accept(pipeline, 3);
    awaitTold(1);
    assertThat(told).containsExactly(new Settlement(0, 3, 0));
    assertThat(hop.dropped(DropReason.STORAGE_REJECTED)).isEqualTo(3);
    stop(pipeline);
  }

  @Test
  void whoeverAsksNothingHasItsSpansDroppedAsBefore() {
    Pipeline pipeline = started(FaultyWriter.random(new SplittableRandom(1), Fate.OVERLOADED));
    pipeline.offer(batch(3), Origin.JAEGER_GRPC);
    stop(pipeline);
    assertThat(hop.returned()).isZero();
    assertThat(hop.dropped(DropReason.STORAGE_UNAVAILABLE)).isEqualTo(3);
  }

  @Test
  void anEmptyBatchIsToldAtOnce() {
    Pipeline pipeline = started(FaultyWriter.healthy());
    accept(pipeline, 0);
    assertThat(told).containsExactly(new Settlement(0, 0, 0));
    stop(pipeline);
  }

  @Test
  void aRefusedBatchIsNeverTold() throws InterruptedException {
    settings = settings.with(CollectorSettings.QUEUE_SIZE, 5);
    var writer = FaultyWriter.stuck();
    Pipeline pipeline = started(writer);
    accept(pipeline, 1);
    writer.awaitEntered();
    accept(pipeline, 5);
    assertThat(pipeline.offer(batch(1), Origin.JAEGER_RELAY, told::add))
        .isInstanceOf(Admission.Refused.class);
    writer.open();
    stop(pipeline);
    assertThat(told).containsExactly(new Settlement(1, 0, 0), new Settlement(5, 0, 0));
  }

  @Test
  void whatIsLeftAtShutdownIsItsSendersAgain() throws InterruptedException {
    var writer = FaultyWriter.stuck();
    Pipeline pipeline = started(writer);
    accept(pipeline, 3);
    writer.awaitEntered();
    accept(pipeline, 4);
    pipeline.offer(batch(2), Origin.JAEGER_GRPC);

    pipeline.stop(Deadline.after(Duration.ZERO));

    assertThat(told).containsExactlyInAnyOrder(new Settlement(0, 0, 3), new Settlement(0, 0, 4));
    assertThat(hop.returned()).isEqualTo(7);
    assertThat(hop.dropped(DropReason.SHUTDOWN)).isEqualTo(2);
    assertBalanced();
    writer.open();
  }

  @Test
  void batchesOfOneWriteAreToldApart() throws InterruptedException {
    var writer = FaultyWriter.stuck();
    Pipeline pipeline = started(writer);
    accept(pipeline, 1);
    writer.awaitEntered();
    for (int spans = 2; spans <= 6; spans++) {
      accept(pipeline, spans);
    }
    writer.open();
    awaitTold(6);
    assertThat(told)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 6).mapToObj(spans -> new Settlement(spans, 0, 0)).toList());
    stop(pipeline);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsToldIsWhatTheLedgerCounts(long seed) throws InterruptedException {
    settings =
        settings.with(CollectorSettings.NUM_WORKERS, 3).with(CollectorSettings.QUEUE_SIZE, 200);
    Pipeline pipeline = started(FaultyWriter.random(new SplittableRandom(seed), Fate.values()));
    var taken = new AtomicInteger();
    var spans = new AtomicLong();
    List<Thread> senders =
        IntStream.range(0, SENDERS)
            .mapToObj(i -> Thread.ofVirtual().start(() -> send(pipeline, seed, i, taken, spans)))
            .toList();
    for (Thread sender : senders) {
      sender.join();
    }
    stop(pipeline);

    assertThat(told).hasSize(taken.get());
    assertThat(told.stream().mapToLong(Settlement::stored).sum()).isEqualTo(hop.forwarded());
    assertThat(told.stream().mapToLong(Settlement::returned).sum()).isEqualTo(hop.returned());
    assertThat(told.stream().mapToLong(Settlement::dropped).sum())
        .isEqualTo(hop.snapshot().totalDropped());
    assertThat(hop.received()).isEqualTo(spans.get());
    assertThat(hop.returned()).isPositive();
  }

  /// Offers every batch until it is taken: how many the storage is given depends on no scheduler.
  private void send(
      Pipeline pipeline, long seed, int sender, AtomicInteger taken, AtomicLong spans) {
    var random = new SplittableRandom(seed * 31 + sender);
    for (int i = 0; i < BATCHES; i++) {
      int size = 1 + random.nextInt(20);
      while (!(pipeline.offer(batch(size), Origin.JAEGER_RELAY, told::add)
          instanceof Admission.Accepted)) {
        Thread.yield();
      }
      taken.incrementAndGet();
      spans.addAndGet(size);
    }
  }

  private Pipeline started(FaultyWriter writer) {
    Pipeline pipeline = Pipeline.of(settings, writer, hop, Metrics.empty());
    pipeline.start();
    return pipeline;
  }

  private void accept(Pipeline pipeline, int spans) {
    assertThat(pipeline.offer(batch(spans), Origin.JAEGER_RELAY, told::add))
        .isInstanceOf(Admission.Accepted.class);
  }

  private void awaitTold(int batches) {
    Eventually.await(batches + " batches told", () -> told.size() == batches);
  }

  private void stop(Pipeline pipeline) {
    pipeline.stop(Deadline.after(Duration.ofSeconds(20)));
    assertBalanced();
  }

  private void assertBalanced() {
    assertThat(hop.snapshot().balance()).as(hop.snapshot().toString()).isZero();
    assertThat(hop.held()).isZero();
  }
}
