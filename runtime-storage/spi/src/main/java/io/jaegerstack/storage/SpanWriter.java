package io.jaegerstack.storage;

import io.jaegerstack.model.SpanBatch;
import java.util.List;

/// Stores spans.
public interface SpanWriter {
  /// Writes all spans of `batches` and blocks until the storage has answered for each of them.
  ///
  /// Every span is reported to `outcome` exactly once, whatever happens: a span counts as stored
  /// only after the storage's own acknowledgement of that span. What the storage calls temporary is
  /// tried again inside, until the backend's own deadline. Writing the same span twice must not
  /// store it twice where the storage allows it (a deterministic id). The batches are not kept
  /// after the call.
  ///
  /// Called by several threads at once. Does not throw [StorageException]: failures are outcomes.
  void write(List<SpanBatch> batches, WriteOutcome outcome);

  /// How writes are best made; the same at every call.
  default WritePace pace() {
    return WritePace.ANY;
  }
}
