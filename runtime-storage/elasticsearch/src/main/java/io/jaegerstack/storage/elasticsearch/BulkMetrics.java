package io.jaegerstack.storage.elasticsearch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/// Jaeger's figures of bulk requests. `attempts` counts documents sent, again each time they are
/// sent again; each of them ends in `inserts` or in `errors`.
final class BulkMetrics {
  private final Counter attempts;
  private final Counter inserts;
  private final Counter errors;
  private final Counter duplicates;
  private final Counter unanswered;
  private final Timer ok;
  private final Timer err;

  BulkMetrics(MeterRegistry registry) {
    attempts = counter(registry, "jaeger_bulk_index_attempts", "Documents sent to Elasticsearch");
    inserts = counter(registry, "jaeger_bulk_index_inserts", "Documents acknowledged");
    errors = counter(registry, "jaeger_bulk_index_errors", "Documents sent in vain");
    duplicates =
        counter(
            registry,
            "jaegerstack_storage_duplicate_spans",
            "Spans that came again with the same content, and were kept once");
    unanswered =
        counter(
            registry,
            "jaegerstack_storage_unanswered_spans",
            "Spans whose bulk request had no answer when the storage was closed");
    ok = latency(registry, "jaeger_bulk_index_latency_ok", "Seconds of answered bulk requests");
    err = latency(registry, "jaeger_bulk_index_latency_err", "Seconds of failed bulk requests");
  }

  private static Counter counter(MeterRegistry registry, String name, String says) {
    return Counter.builder(name).description(says).register(registry);
  }

  private static Timer latency(MeterRegistry registry, String name, String says) {
    return Timer.builder(name).description(says).register(registry);
  }

  void sent(int documents) {
    attempts.increment(documents);
  }

  void answered(long nanos) {
    ok.record(nanos, TimeUnit.NANOSECONDS);
  }

  void failed(long nanos, int documents) {
    err.record(nanos, TimeUnit.NANOSECONDS);
    errors.increment(documents);
  }

  void inserted() {
    inserts.increment();
  }

  void error() {
    errors.increment();
  }

  void unanswered(long spans) {
    unanswered.increment(spans);
  }

  void duplicate() {
    duplicates.increment();
  }
}
