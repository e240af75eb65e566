package io.jaegerstack.storage.memory;

import io.jaegerstack.storage.segments.EngineEvents;
import io.jaegerstack.storage.segments.block.DamagedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the memory storage counts.
final class MemoryMetrics implements EngineEvents {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryMetrics.class);

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

  void watch(Supplier<MemoryStore.Size> size) {
    gauge("jaegerstack_memory_traces", "Traces kept", () -> size.get().traces());
    gauge("jaegerstack_memory_spans", "Spans kept", () -> size.get().spans());
    gauge(
        "jaegerstack_memory_bytes",
        "Memory of what is kept, on and off the heap",
        () -> size.get().bytes());
  }

  private void gauge(String name, String says, Supplier<Number> value) {
    Gauge.builder(name, value).description(says).tags(tags).register(registry);
  }

  @Override
  public void duplicate() {
    duplicates.increment();
  }

  @Override
  public void damaged(DamagedException damage) {
    LOG.error("memory holds other bytes than were written", damage);
  }

  @Override
  public void failed(IOException failure) {
    LOG.error("cannot keep spans in memory", failure);
  }

  @Override
  public void recovered() {}

  /// @param reason the bound that was reached: `max-bytes` or `max-traces`
  void evicted(String reason, int traces, int spans) {
    counter("jaegerstack_memory_evicted_traces", "Traces that left for newer ones", reason)
        .increment(traces);
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
