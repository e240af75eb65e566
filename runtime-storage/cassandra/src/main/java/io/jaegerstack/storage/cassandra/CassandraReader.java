package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.TraceQuery;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Reads Jaeger's tables.
final class CassandraReader implements SpanReader {
  /// What Jaeger wrote before 1.62 where a span had no kind.
  private static final String NO_KIND = "unspecified";

  private final Reads reads;
  private final TraceRows traces;
  private final TagRules rules;

  CassandraReader(Reads reads, TagRules rules) {
    this.reads = reads;
    this.traces = new TraceRows(reads);
    this.rules = rules;
  }

  @Override
  public Optional<Trace> trace(TraceId id, Room room) {
    return traces.read(id, traces.start(id), room).map(TraceRows.Arrived::trace);
  }

  @Override
  public FoundTraces findTraces(TraceQuery query, Room room) {
    return new CassandraFoundTraces(traces, findTraceIds(query), room);
  }

  @Override
  public List<TraceId> findTraceIds(TraceQuery query) {
    return new TraceSearch(reads, rules, query).ids();
  }

  @Override
  public List<String> services() {
    var names = new TreeSet<String>();
    Pages rows = reads.start(Query.SERVICES);
    for (Row row = rows.next(); row != null; row = rows.next()) {
      names.add(CqlParts.text(row.getBytesUnsafe(0)));
    }
    return List.copyOf(names);
  }

  @Override
  public List<Operation> operations(String service) {
    if (service.isEmpty()) {
      return List.of();
    }
    var operations = new TreeSet<Operation>();
    Pages rows = reads.start(Query.OPERATIONS, CqlBytes.ofText(service));
    for (Row row = rows.next(); row != null; row = rows.next()) {
      String kind = CqlParts.text(row.getBytesUnsafe(1));
      operations.add(
          new Operation(CqlParts.text(row.getBytesUnsafe(0)), kind.equals(NO_KIND) ? "" : kind));
    }
    return List.copyOf(operations);
  }
}
