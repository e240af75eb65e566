package io.jaegerstack.storage;

import java.time.Instant;
import java.util.function.Consumer;

/// Reads spans as far as it takes to know who calls whom, in bounded memory.
public interface CallReader {
  /// Gives every span that started from `from` on and before `to` to `target`, in batches of about
  /// `size` spans. A span that is stored twice may be given twice. Throws [StorageException], and
  /// what `target` throws.
  void read(Instant from, Instant to, int size, Consumer<CallBatch> target);
}
