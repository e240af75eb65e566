package io.jaegerstack.storage.memory;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.TraceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at the traces of a service from the newest on, until there are enough.
final class MemoryReader implements SpanReader {
  private final TraceTables tables;

  MemoryReader(TraceTables tables) {
    this.tables = tables;
  }

  @Override
  public Optional<Trace> trace(TraceId id) {
    return tables.trace(id).map(MemoryReader::decoded);
  }

  @Override
  public List<Trace> findTraces(TraceQuery query) {
    return find(query).stream().map(MemoryReader::decoded).toList();
  }

  @Override
  public List<TraceId> findTraceIds(TraceQuery query) {
    return find(query).stream().map(StoredTrace::id).toList();
  }

  private List<StoredTrace> find(TraceQuery query) {
    var search = new Search(query);
    var found = new ArrayList<StoredTrace>();
    for (StoredTrace trace : tables.since(query.service(), search.fromNanos())) {
      if (search.matches(trace)) {
        found.add(trace);
        if (found.size() == query.limit()) {
          break;
        }
      }
    }
    return found;
  }

  private static Trace decoded(StoredTrace stored) {
    var decoder = new SpanDecoder();
    return new Trace(
        stored.id(),
        stored.spans().stream().map(span -> decoder.decode(stored.id(), span)).toList());
  }

  @Override
  public List<String> services() {
    return tables.services();
  }

  @Override
  public List<Operation> operations(String service) {
    return tables.operations(service);
  }
}
