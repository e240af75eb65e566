package io.jaegerstack.storage.memory;

import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/// Traces in this process; gone with it.
final class MemoryStorage implements Storage {
  private final TraceTables tables;
  private final MemoryWriter writer;
  private final MemoryReader reader;
  private final MemoryDependencies dependencies;

  MemoryStorage(Bounds bounds, MeterRegistry registry) {
    this(bounds, registry, Tags.empty());
  }

  /// @param tags of all its metrics
  MemoryStorage(Bounds bounds, MeterRegistry registry, Tags tags) {
    var metrics = new MemoryMetrics(registry, tags);
    tables = new TraceTables(bounds, metrics);
    metrics.watch(tables::size);
    writer = new MemoryWriter(tables, bounds);
    reader = new MemoryReader(tables);
    dependencies = new MemoryDependencies(tables);
  }

  @Override
  public SpanWriter writer() {
    return writer;
  }

  @Override
  public SpanReader reader() {
    return reader;
  }

  @Override
  public DependencyReader dependencies() {
    return dependencies;
  }

  /// How much is stored now.
  TraceTables.Size size() {
    return tables.size();
  }

  /// Memory is always there.
  @Override
  public void check() {}

  /// Writes are answered at once.
  @Override
  public long close(Duration atMost) {
    writer.close();
    return 0;
  }
}
