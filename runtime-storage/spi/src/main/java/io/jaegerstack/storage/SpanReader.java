package io.jaegerstack.storage;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import java.util.List;
import java.util.Optional;

/// Finds spans. All methods block, and throw [StorageException].
public interface SpanReader {
  /// All stored spans of `id`, or nothing.
  Optional<Trace> trace(TraceId id);

  /// The traces that have a span matching `query`, whole, newest first.
  List<Trace> findTraces(TraceQuery query);

  /// Ids of the traces that have a span matching `query`, newest first.
  List<TraceId> findTraceIds(TraceQuery query);

  /// Names of all services with stored spans, sorted.
  List<String> services();

  /// Operations of `service` with stored spans, sorted by name and kind; none for an unknown
  /// service.
  List<Operation> operations(String service);
}
