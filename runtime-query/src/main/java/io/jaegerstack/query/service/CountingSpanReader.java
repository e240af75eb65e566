package io.jaegerstack.query.service;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Operation;
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

  CountingSpanReader(SpanReader reader, MeterRegistry registry) {
    this.reader = reader;
    this.getTrace = new ReadMetrics("get_trace", registry);
    this.findTraces = new ReadMetrics("find_traces", registry);
    this.findTraceIds = new ReadMetrics("find_trace_ids", registry);
    this.getServices = new ReadMetrics("get_services", registry);
    this.getOperations = new ReadMetrics("get_operations", registry);
  }

  @Override
  public Optional<Trace> trace(TraceId id) {
    return getTrace.measured(() -> reader.trace(id), found -> found.isPresent() ? 1 : 0);
  }

  @Override
  public List<Trace> findTraces(TraceQuery query) {
    return findTraces.measured(() -> reader.findTraces(query), List::size);
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
