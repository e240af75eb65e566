package io.jaegerstack.storage;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;

/// Told what became of each span of a write, exactly once per span.
public interface WriteOutcome {
  /// The storage acknowledged the span.
  void stored(FlatSpan span);

  /// The storage acknowledged every span of `batch`: cheaper than span by span, and the same.
  default void stored(SpanBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      stored(batch.span(i));
    }
  }

  /// The storage did not take the span, and will not be asked again.
  ///
  /// @param reason [StorageException.Kind#INVALID] where the storage refused this very span;
  ///   otherwise what kept the storage from taking it until the deadline
  /// @param detail the storage's own words, for a rate-limited log; without the span's contents
  void failed(FlatSpan span, StorageException.Kind reason, String detail);

  /// The storage waits before it tries the rest again, which may take long: others may write
  /// meanwhile.
  default void triedAgain() {}
}
