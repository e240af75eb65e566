package io.jaegerstack.query.service;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.ArchiveStorage;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.TraceQuery;
import java.util.List;
import java.util.Optional;

/// Looks for a trace in the archive where it is no longer among the others, as Jaeger's query does.
/// Searches see no archive.
record ArchivedReader(SpanReader spans, ArchiveStorage archive) implements SpanReader {
  @Override
  public SpanReader ofCaller() {
    return new ArchivedReader(spans.ofCaller(), archive.ofCaller());
  }

  @Override
  public Optional<Trace> trace(TraceId id, Room room) {
    Optional<Trace> found = spans.trace(id, room);
    return found.isPresent() ? found : archive.trace(id, room);
  }

  @Override
  public FoundTraces findTraces(TraceQuery query, Room room) {
    return spans.findTraces(query, room);
  }

  @Override
  public List<TraceId> findTraceIds(TraceQuery query) {
    return spans.findTraceIds(query);
  }

  @Override
  public List<String> services() {
    return spans.services();
  }

  @Override
  public List<Operation> operations(String service) {
    return spans.operations(service);
  }
}
