package io.jaegerstack.query.service;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.TraceQuery;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;

/// Counts and times each read of another reader, under the operation names of Jaeger's metrics.
final class CountingSpanReader implements SpanReader {
  private final SpanReader reader;
  private final ReadMetrics getTrace;
  private final ReadMetrics findTraces;
  private final ReadMetrics findTraceIds;
  private final ReadMetrics getServices;
  private final ReadMetrics getOperations;

  private CountingSpanReader(SpanReader reader, CountingSpanReader like) {
    this.reader = reader;
    this.getTrace = like.getTrace;
    this.findTraces = like.findTraces;
    this.findTraceIds = like.findTraceIds;
    this.getServices = like.getServices;
    this.getOperations = like.getOperations;
  }

  CountingSpanReader(SpanReader reader, MeterRegistry registry) {
    this.reader = reader;
    this.getTrace = new ReadMetrics("get_trace", registry);
    this.findTraces = new ReadMetrics("find_traces", registry);
    this.findTraceIds = new ReadMetrics("find_trace_ids", registry);
    this.getServices = new ReadMetrics("get_services", registry);
    this.getOperations = new ReadMetrics("get_operations", registry);
  }

  @Override
  public SpanReader ofCaller() {
    return new CountingSpanReader(reader.ofCaller(), this);
  }

  @Override
  public Optional<Trace> trace(TraceId id, Room room) {
    var reading = getTrace.begin();
    try {
      Optional<Trace> found = reading.step(() -> reader.trace(id, reading.room(room)));
      found.ifPresent(trace -> reading.found());
      return found;
    } finally {
      reading.end();
    }
  }

  @Override
  public FoundTraces findTraces(TraceQuery query, Room room) {
    var reading = findTraces.begin();
    return new Counted(reading, reading.step(() -> reader.findTraces(query, reading.room(room))));
  }

  /// A search that counts as one read, from its start to its close; the time in which its caller
  /// takes up what was found is not the storage's.
  private record Counted(ReadMetrics.Reading reading, FoundTraces found) implements FoundTraces {
    @Override
    public Optional<Trace> next() {
      Optional<Trace> next = reading.step(found::next);
      next.ifPresent(trace -> reading.found());
      return next;
    }

    @Override
    public void close() {
      found.close();
      reading.end();
    }
  }

  @Override
  public List<TraceId> findTraceIds(TraceQuery query) {
    return findTraceIds.measured(() -> reader.findTraceIds(query), List::size);
  }

  @Override
  public List<String> services() {
    return getServices.measured(reader::services, List::size);
  }

  @Override
  public List<Operation> operations(String service) {
    return getOperations.measured(() -> reader.operations(service), List::size);
  }
}
