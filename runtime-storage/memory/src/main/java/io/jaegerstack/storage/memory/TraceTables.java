package io.jaegerstack.storage.memory;

import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// All traces in the order of their arrival, and by service; bounded.
///
/// One lock, held for table work only: a search takes a list of candidates out and looks at their
/// spans afterwards. A trace that leaves meanwhile is simply found once more.
final class TraceTables {
  /// A span with what it shares with others not shared yet.
  record Arrival(TraceId trace, StoredSpan span) {
    /// What a storage that holds nothing else would count, bytes.
    long bytesAlone() {
      return StoredTrace.bytesWithOne(span)
          + span.process().bytes()
          + span.operation().bytes()
          + new StoredService(span.process().serviceName()).bytes();
    }
  }

  /// How much is stored now.
  record Size(int traces, long spans, long bytes) {}

  private final Bounds bounds;
  private final MemoryMetrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TraceId, StoredTrace> traces = new HashMap<>();
  private final ArrayDeque<StoredTrace> byArrival = new ArrayDeque<>();
  private final Map<String, StoredService> services = new HashMap<>();
  private final Map<StoredProcess, StoredProcess> processes = new HashMap<>();
  private long arrivals;
  private long spans;
  private long bytes;

  TraceTables(Bounds bounds, MemoryMetrics metrics) {
    this.bounds = bounds;
    this.metrics = metrics;
  }

  /// Adds `all`, lets the oldest traces go where that is more than the bounds allow.
  void add(Collection<Arrival> all) {
    lock.lock();
    try {
      all.forEach(this::add);
    } finally {
      lock.unlock();
    }
  }

  private void add(Arrival arrival) {
    StoredTrace trace = traces.get(arrival.trace());
    if (trace != null && trace.has(arrival.span())) {
      metrics.duplicate();
      return;
    }
    if (trace == null) {
      trace = new StoredTrace(arrival.trace(), arrivals++);
      traces.put(trace.id(), trace);
      byArrival.add(trace);
      bytes += trace.bytes();
    }
    StoredService service = service(arrival.span().process().serviceName());
    StoredSpan span = shared(arrival.span(), service);
    bytes += trace.add(span, service);
    spans++;
    keepBounds();
  }

  private StoredService service(String name) {
    StoredService service = services.get(name);
    if (service == null) {
      service = new StoredService(name);
      services.put(name, service);
      bytes += service.bytes();
    }
    return service;
  }

  /// The span with process and operation replaced by the ones that are kept.
  private StoredSpan shared(StoredSpan span, StoredService service) {
    StoredProcess process = processes.putIfAbsent(span.process(), span.process());
    if (process == null) {
      process = span.process();
      bytes += process.bytes();
    }
    Operation wanted = span.operation().operation();
    StoredOperation operation = service.operations().putIfAbsent(wanted, span.operation());
    if (operation == null) {
      operation = span.operation();
      bytes += operation.bytes();
    }
    process.join();
    operation.join();
    return new StoredSpan(
        span.spanId(), span.startNanos(), span.durationNanos(), operation, process, span.content());
  }

  private void keepBounds() {
    while (bytes > bounds.maxBytes()) {
      evict("max-bytes");
    }
    while (traces.size() > bounds.maxTraces()) {
      evict("max-traces");
    }
  }

  private void evict(String reason) {
    StoredTrace oldest = byArrival.remove();
    traces.remove(oldest.id());
    bytes -= oldest.bytes();
    for (StoredSpan span : oldest.spans()) {
      release(span);
    }
    for (StoredService service : oldest.leave()) {
      if (service.isEmpty()) {
        services.remove(service.name());
        bytes -= service.bytes();
      }
    }
    spans -= oldest.spans().size();
    metrics.evicted(reason, oldest.spans().size());
  }

  private void release(StoredSpan span) {
    StoredProcess process = span.process();
    if (process.leave()) {
      processes.remove(process);
      bytes -= process.bytes();
    }
    StoredOperation operation = span.operation();
    if (operation.leave()) {
      service(process.serviceName()).operations().remove(operation.operation());
      bytes -= operation.bytes();
    }
  }

  Optional<StoredTrace> trace(TraceId id) {
    lock.lock();
    try {
      return Optional.ofNullable(traces.get(id));
    } finally {
      lock.unlock();
    }
  }

  List<StoredTrace> traces() {
    lock.lock();
    try {
      return new ArrayList<>(byArrival);
    } finally {
      lock.unlock();
    }
  }

  /// Traces with a span of `service` that started at `fromNanos` or later, newest first.
  List<StoredTrace> since(String service, long fromNanos) {
    lock.lock();
    try {
      StoredService found = services.get(service);
      return found == null ? List.of() : found.since(fromNanos);
    } finally {
      lock.unlock();
    }
  }

  List<String> services() {
    lock.lock();
    try {
      return services.keySet().stream().sorted().toList();
    } finally {
      lock.unlock();
    }
  }

  List<Operation> operations(String service) {
    lock.lock();
    try {
      StoredService found = services.get(service);
      return found == null ? List.of() : found.operations().keySet().stream().sorted().toList();
    } finally {
      lock.unlock();
    }
  }

  Size size() {
    lock.lock();
    try {
      return new Size(traces.size(), spans, bytes);
    } finally {
      lock.unlock();
    }
  }
}
