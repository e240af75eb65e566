package io.jaegerstack.collector.pipeline;

import static io.jaegerstack.collector.TestSpans.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.TestSpans;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final Deadline SOON = Deadline.after(Duration.ZERO);

  private final Metrics metrics = Metrics.empty();
  private final Hop hop = new Ledger().hop("collector.pipeline", Counted.SPANS);
  private SettingValues settings =
      SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
          .with(CollectorSettings.NUM_WORKERS, 1);
  private FaultyWriter writer = FaultyWriter.healthy();
  private Pipeline pipeline;

  @AfterEach
  void nothingIsUnaccountedFor() {
    writer.open();
    pipeline.stop(Deadline.after(Duration.ofSeconds(10)));
    assertThat(hop.snapshot().balance()).as(hop.snapshot().toString()).isZero();
    assertThat(hop.held()).isZero();
  }

  @Test
  void storesWhatItAcceptsWithTheTagsOfACollector() {
    settings = settings.with(CollectorSettings.TAGS, Map.of("cluster", "prod"));
    start();
    Span span = TestSpans.span("shop");

    assertThat(pipeline.offer(SpanBatch.of(java.util.List.of(span)), Origin.JAEGER_GRPC))
        .isEqualTo(new Admission.Accepted(0));

    awaitStored(1);
    Span stored = writer.stored().getFirst();
    assertThat(stored.spanId()).isEqualTo(span.spanId());
    assertThat(stored.tags()).containsExactly(Tag.of("internal.span.format", "proto"));
    assertThat(stored.process().tags())
        .containsExactly(Tag.of("ip", "10.0.0.1"), Tag.of("cluster", "prod"));
  }

  @Test
  void refusesAWholeBatchThatDoesNotFitAndStoresAllThatItAccepted() throws InterruptedException {
    settings = settings.with(CollectorSettings.QUEUE_SIZE, 10);
    writer = FaultyWriter.stuck();
    start();
    accept(batch(1)); // goes to the writer, which waits with it
    writer.awaitEntered();
    accept(batch(7));

    assertThat(pipeline.offer(batch(4), Origin.OTLP_GRPC))
        .isEqualTo(new Admission.Refused(Admission.Cause.QUEUE_FULL, Duration.ofSeconds(1)));
    accept(batch(3));

    writer.open();
    awaitStored(11);
    assertThat(metrics.scrape())
        .contains("jaeger_collector_queue_capacity{host=")
        .containsPattern("jaeger_collector_spans_dropped_total\\{host=\"[^\"]+\"} 4.0")
        .contains("otelcol_receiver_refused_spans_total{receiver=\"otlp\",transport=\"grpc\"} 4.0");
    assertThat(hop.received()).as("refused spans are still the sender's").isEqualTo(11);
  }

  @Test
  void countsBytesInWritersAgainstTheBoundToo() throws InterruptedException {
    long two = batch(2).retainedBytes();
    settings = settings.with(CollectorSettings.QUEUE_BYTES, ByteSize.bytes(two));
    writer = FaultyWriter.stuck();
    start();
    accept(batch(2));
    writer.awaitEntered();

    assertThat(pipeline.offer(batch(1), Origin.JAEGER_HTTP)).isInstanceOf(Admission.Refused.class);

    writer.open();
    awaitStored(2);
    Eventually.await(
        "room again",
        () -> pipeline.offer(batch(1), Origin.JAEGER_HTTP) instanceof Admission.Accepted);
    awaitStored(3);
  }

  @Test
  void takesABatchLargerThanTheQueueWhileNothingElseWaits() {
    settings = settings.with(CollectorSettings.QUEUE_SIZE, 5);
    start();
    accept(batch(50));
    awaitStored(50);
  }

  @Test
  void countsSpansThatAReaderLeftOut() {
    start();
    SpanBatch batch = batch(3);
    batch.leaveOut();
    batch.leaveOut();

    assertThat(pipeline.offer(batch, Origin.OTLP_HTTP)).isEqualTo(new Admission.Accepted(2));

    awaitStored(3);
    assertThat(hop.received()).isEqualTo(5);
    assertThat(hop.dropped(DropReason.MALFORMED)).isEqualTo(2);
  }

  @Test
  void acceptsAnEmptyBatchAndStoresNothing() {
    start();
    accept(batch(0));
    assertThat(hop.received()).isZero();
  }

  @Test
  void storesWhatWaitsBeforeItStops() {
    start();
    for (int i = 0; i < 100; i++) {
      accept(batch(10));
    }
    pipeline.stop(Deadline.after(Duration.ofSeconds(10)));

    assertThat(writer.stored()).hasSize(1_000);
    assertThat(pipeline.offer(batch(1), Origin.JAEGER_GRPC))
        .isEqualTo(new Admission.Refused(Admission.Cause.SHUTTING_DOWN, Duration.ofSeconds(1)));
  }

  @Test
  void countsWhatItCouldNotStoreInTime() throws InterruptedException {
    writer = FaultyWriter.stuck();
    start();
    accept(batch(3));
    writer.awaitEntered();
    accept(batch(4));

    pipeline.stop(SOON);

    assertThat(hop.dropped(DropReason.UNANSWERED)).as("in the storage's hands").isEqualTo(3);
    assertThat(hop.dropped(DropReason.SHUTDOWN)).as("never handed over").isEqualTo(4);
    assertThat(hop.snapshot().balance()).isZero();
  }

  @Test
  void doesNotCountAgainWhatIsAnsweredAfterItWasGivenUp() throws InterruptedException {
    writer = FaultyWriter.stuck();
    start();
    accept(batch(3));
    writer.awaitEntered();
    pipeline.stop(SOON);

    writer.open();
    awaitStored(3);

    assertThat(hop.forwarded()).isZero();
    assertThat(hop.dropped(DropReason.UNANSWERED)).isEqualTo(3);
  }

  @Test
  void showsItsFiguresUnderJaegersNames() {
    start();
    accept(batch(2, "Shop Ünit"));
    awaitStored(2);
    Eventually.await("latency recorded", () -> metrics.scrape().contains("save_latency_count"));
    assertThat(metrics.scrape())
        .contains(
            "jaeger_collector_spans_received_total{debug=\"false\",format=\"proto\",svc=\"shop__nit\",transport=\"grpc\"} 2.0",
            "jaeger_collector_spans_received_total{debug=\"true\",format=\"otlp\",svc=\"other-services\",transport=\"http\"} 0.0",
            "jaeger_collector_spans_saved_by_svc_total{debug=\"false\",result=\"ok\",svc=\"shop__nit\"} 2.0",
            "jaeger_collector_traces_received_total{debug=\"false\",format=\"proto\",sampler_type=\"unrecognized\",svc=\"shop__nit\",transport=\"grpc\"} 2.0",
            "jaeger_collector_traces_saved_by_svc_total{debug=\"false\",result=\"ok\",sampler_type=\"unrecognized\",svc=\"shop__nit\"} 2.0",
            "jaeger_collector_spans_rejected_total{debug=\"false\",format=\"proto\",svc=\"other-services\",transport=\"grpc\"} 0.0",
            "otelcol_receiver_accepted_spans_total{receiver=\"jaeger\",transport=\"grpc\"} 2.0",
            "otelcol_exporter_sent_spans_total{exporter=\"jaeger_storage\"} 2.0",
            "jaegerstack_ledger_received_total{hop=\"collector.pipeline\"} 2.0")
        .containsPattern("jaeger_collector_in_queue_latency_bucket\\{host=\"[^\"]+\",le=\"0.005\"}")
        .containsPattern("jaeger_collector_save_latency_bucket\\{host=\"[^\"]+\",le=\"10.0\"}")
        .containsPattern("jaeger_collector_batch_size\\{host=\"[^\"]+\"} 2.0")
        .containsPattern("jaeger_collector_queue_length\\{host=\"[^\"]+\"} 0.0")
        .containsPattern("jaeger_collector_queue_capacity\\{host=\"[^\"]+\"} 2000.0")
        .containsPattern("jaeger_collector_spans_bytes\\{host=\"[^\"]+\"} 0.0")
        .containsPattern("jaeger_collector_spans_serviceNames\\{host=\"[^\"]+\"} 1.0");
  }

  @Test
  void countsTheBytesOfRequestsAsTheSizeOfSpans() {
    start();
    var request = new SpanBatch(new byte[1_234]);
    request.add(FlatSpan.of(TestSpans.span("shop")));
    accept(request);
    assertThat(metrics.scrape())
        .containsPattern("jaeger_collector_spans_bytes\\{host=\"[^\"]+\"} 1234.0");
  }

  @Test
  void showsNoSizesWhereNobodyWantsThem() {
    settings = settings.with(CollectorSettings.SPAN_SIZE_METRICS, false);
    start();
    accept(batch(2));
    assertThat(metrics.scrape())
        .contains("jaeger_collector_batch_size")
        .doesNotContain("jaeger_collector_spans_bytes", "jaeger_collector_spans_serviceNames");
  }

  private void start() {
    pipeline = Pipeline.of(settings, writer, hop, metrics);
    pipeline.start();
  }

  private void accept(SpanBatch batch) {
    assertThat(pipeline.offer(batch, Origin.JAEGER_GRPC)).isInstanceOf(Admission.Accepted.class);
  }

  private void awaitStored(int spans) {
    Eventually.await(spans + " spans stored", () -> writer.stored().size() == spans);
  }
}
