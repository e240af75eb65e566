package io.jaegerstack.query.service;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Trace;
import io.jaegerstack.settings.CurrentTenant;
import io.jaegerstack.storage.ArchiveStorage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.WriteOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes whole traces into the archive, for the caller's tenant.
final class TraceArchive {
  private final ArchiveStorage archive;

  TraceArchive(ArchiveStorage archive) {
    this.archive = archive;
  }

  /// Returns when every span of `trace` is there.
  ///
  /// @throws StorageException where one is not; those that are may stay, and are there once when
  ///   the trace is archived again
  void write(Trace trace) {
    var batch = SpanBatch.of(trace.spans());
    batch.tenant(CurrentTenant.name());
    var outcome = new FirstFailure();
    archive.writer().write(List.of(batch), outcome);
    StorageException failure = outcome.failure;
    if (failure != null) {
      throw failure;
    }
  }

  private static final class FirstFailure implements WriteOutcome {
    private @Nullable StorageException failure;

    @Override
    public void stored(FlatSpan span) {}

    @Override
    public void failed(FlatSpan span, StorageException.Kind reason, String detail) {
      if (failure == null) {
        failure = new StorageException(reason, "not archived as a whole: " + detail);
      }
    }
  }
}
