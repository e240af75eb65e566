package io.jaegerstack.storage.local;

import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.segments.SegmentDependencies;
import io.jaegerstack.storage.segments.SegmentReader;
import io.jaegerstack.storage.segments.vault.SegmentDirectory;
import java.time.Duration;

/// Traces in a directory.
final class LocalStorage implements Storage {
  private final SegmentDirectory directory;
  private final LocalMetrics metrics;
  private final LocalWriter writer;
  private final SegmentReader reader;
  private final SegmentDependencies dependencies;

  LocalStorage(SegmentDirectory directory, LocalMetrics metrics) {
    this.directory = directory;
    this.metrics = metrics;
    this.writer = new LocalWriter(directory.engine());
    this.reader = new SegmentReader(directory.engine(), metrics);
    this.dependencies = new SegmentDependencies(directory.engine(), metrics);
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

  @Override
  public void check() {
    directory
        .failure()
        .ifPresent(
            failure -> {
              throw new StorageException(
                  StorageException.Kind.UNAVAILABLE,
                  StorageException.Trouble.READ_ONLY,
                  "the directory cannot be written to: " + failure.getMessage(),
                  failure);
            });
  }

  @Override
  public long close(Duration atMost) {
    metrics.forget();
    return directory.close(atMost) ? 0 : writer.unanswered();
  }
}
