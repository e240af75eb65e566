package io.jaegerstack.storage.memory;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;

/// What the memory storage counts.
final class MemoryMetrics {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter duplicates;

  MemoryMetrics(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
    this.duplicates =
        Counter.builder("jaegerstack_storage_duplicate_spans")
            .description("Spans that came again with the same content, and were kept once")
            .tags(tags)
            .register(registry);
  }

  void watch(Supplier<TraceTables.Size> size) {
    gauge("jaegerstack_memory_traces", "Traces kept", () -> size.get().traces());
    gauge("jaegerstack_memory_spans", "Spans kept", () -> size.get().spans());
    gauge("jaegerstack_memory_bytes", "Estimated heap of what is kept", () -> size.get().bytes());
  }

  private void gauge(String name, String says, Supplier<Number> value) {
    Gauge.builder(name, value).description(says).tags(tags).register(registry);
  }

  void duplicate() {
    duplicates.increment();
  }

  /// @param reason the bound that was reached: `max-bytes` or `max-traces`
  void evicted(String reason, int spans) {
    counter("jaegerstack_memory_evicted_traces", "Traces that left for newer ones", reason)
        .increment();
    counter("jaegerstack_memory_evicted_spans", "Spans that left with their traces", reason)
        .increment(spans);
  }

  private Counter counter(String name, String says, String reason) {
    return Counter.builder(name)
        .description(says)
        .tags(tags)
        .tag("reason", reason)
        .register(registry);
  }
}
