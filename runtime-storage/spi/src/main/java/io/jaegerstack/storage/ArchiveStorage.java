package io.jaegerstack.storage;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import java.util.Optional;

/// Where single traces are kept for longer than all the others, because somebody asked for it; part
/// of a [Storage], which closes it. Safe for use by many threads.
public interface ArchiveStorage {
  /// Writes into the archive, as [Storage#writer()] writes: a trace that is archived again is there
  /// once.
  SpanWriter writer();

  /// All archived spans of `id`, whenever they were; as [SpanReader#trace(TraceId, Room)].
  Optional<Trace> trace(TraceId id, Room room);

  /// An archive that goes on to read for the caller of now, as [SpanReader#ofCaller()].
  ///
  /// @throws StorageException where the caller is no tenant
  default ArchiveStorage ofCaller() {
    return this;
  }
}
