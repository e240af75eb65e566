package io.jaegerstack.storage.elasticsearch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/// Jaeger's figures of bulk requests. `attempts` counts documents sent, again each time they are
/// sent again; each of them ends in `inserts` or in `errors`.
final class BulkMetrics {
  /// Upper bounds in seconds; Jaeger's own (Prometheus's default buckets).
  private static final double[] LATENCY_SECONDS = {
    .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Counter attempts;
  private final Counter inserts;
  private final Counter errors;
  private final Counter duplicates;
  private final DistributionSummary ok;
  private final DistributionSummary err;

  BulkMetrics(MeterRegistry registry) {
    attempts = counter(registry, "jaeger_bulk_index_attempts", "Documents sent to Elasticsearch");
    inserts = counter(registry, "jaeger_bulk_index_inserts", "Documents acknowledged");
    errors = counter(registry, "jaeger_bulk_index_errors", "Documents sent in vain");
    duplicates =
        counter(
            registry,
            "jaegerstack_storage_duplicate_spans",
            "Spans that came again with the same content, and were kept once");
    ok = latency(registry, "jaeger_bulk_index_latency_ok", "Seconds of answered bulk requests");
    err = latency(registry, "jaeger_bulk_index_latency_err", "Seconds of failed bulk requests");
  }

  private static Counter counter(MeterRegistry registry, String name, String says) {
    return Counter.builder(name).description(says).register(registry);
  }

  private static DistributionSummary latency(MeterRegistry registry, String name, String says) {
    return DistributionSummary.builder(name)
        .description(says)
        .serviceLevelObjectives(LATENCY_SECONDS)
        .register(registry);
  }

  void sent(int documents) {
    attempts.increment(documents);
  }

  void answered(long nanos) {
    ok.record(nanos / NANOS);
  }

  void failed(long nanos, int documents) {
    err.record(nanos / NANOS);
    errors.increment(documents);
  }

  void inserted() {
    inserts.increment();
  }

  void error() {
    errors.increment();
  }

  void duplicate() {
    duplicates.increment();
  }
}
