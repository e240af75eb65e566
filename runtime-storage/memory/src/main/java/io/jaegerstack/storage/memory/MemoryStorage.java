package io.jaegerstack.storage.memory;

import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.segments.Engine;
import io.jaegerstack.storage.segments.Journal;
import io.jaegerstack.storage.segments.SegmentDependencies;
import io.jaegerstack.storage.segments.SegmentReader;
import io.jaegerstack.storage.segments.block.BlockCaches;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/// Traces in this process; gone with it.
final class MemoryStorage implements Storage {
  /// A head is sealed when it is full, however long that takes.
  private static final Duration HEAD_AGE = Duration.ofDays(365);

  /// Parts of all memory that may be chunks, and dictionaries, that were read lately.
  private static final int CACHE_PARTS = 32;

  private static final long MOST_CACHE_BYTES = 8L << 20;

  private final Engine engine;
  private final MemoryStore store;
  private final MemoryWriter writer;
  private final SegmentReader reader;
  private final SegmentDependencies dependencies;

  MemoryStorage(Bounds bounds, MeterRegistry registry) {
    this(bounds, registry, Tags.empty());
  }

  /// @param tags of all its metrics
  MemoryStorage(Bounds bounds, MeterRegistry registry, Tags tags) {
    var metrics = new MemoryMetrics(registry, tags);
    long cache = Math.min(MOST_CACHE_BYTES, bounds.maxBytes() / CACHE_PARTS);
    var vault = new MemoryVault(new BlockCaches(cache, cache));
    engine = new Engine(bounds.head(), HEAD_AGE, vault, Journal.NONE, metrics);
    store = new MemoryStore(engine, vault, bounds, metrics);
    metrics.watch(store::size);
    writer = new MemoryWriter(store, bounds);
    reader = new SegmentReader(engine, metrics);
    dependencies = new SegmentDependencies(engine, metrics);
    engine.start();
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
  MemoryStore.Size size() {
    return store.size();
  }

  /// Memory is always there.
  @Override
  public void check() {}

  /// Writes are answered at once.
  @Override
  public long close(Duration atMost) {
    engine.close();
    return 0;
  }
}
