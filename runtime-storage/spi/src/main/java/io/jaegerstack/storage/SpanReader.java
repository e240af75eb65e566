package io.jaegerstack.storage;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import java.util.List;
import java.util.Optional;

/// Finds spans. All methods block, and throw [StorageException].
public interface SpanReader {
  /// A reader that goes on to read for the caller of now, also when the call is over: for answers
  /// that are made bit by bit. It is this one, unless there are several tenants.
  ///
  /// @throws StorageException where the caller is no tenant
  default SpanReader ofCaller() {
    return this;
  }

  /// All stored spans of `id`, or nothing. They take of `room` before they are made, and are the
  /// caller's to give back.
  ///
  /// @throws NoRoomException where they do not fit
  Optional<Trace> trace(TraceId id, Room room);

  /// The traces that have a span matching `query`, newest first, one at a time in `room`.
  FoundTraces findTraces(TraceQuery query, Room room);

  /// Ids of the traces that have a span matching `query`, newest first.
  List<TraceId> findTraceIds(TraceQuery query);

  /// Names of all services with stored spans, sorted.
  List<String> services();

  /// Operations of `service` with stored spans, sorted by name and kind; none for an unknown
  /// service.
  List<Operation> operations(String service);
}
