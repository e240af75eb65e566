package io.jaegerstack.storage.memory;

import io.jaegerstack.model.Reference;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Counts, over the spans of a window, how often a span's parent is of another service.
final class MemoryDependencies implements DependencyReader {
  private record Call(String parent, String child) {}

  private final TraceTables tables;
  private final ReentrantLock lock = new ReentrantLock();

  MemoryDependencies(TraceTables tables) {
    this.tables = tables;
  }

  /// One call at a time: each needs a table of the largest trace's spans.
  @Override
  public List<DependencyLink> dependencies(Instant end, Duration lookback) {
    lock.lock();
    try {
      return links(end, lookback);
    } finally {
      lock.unlock();
    }
  }

  private List<DependencyLink> links(Instant end, Duration lookback) {
    long to = Search.nanos(end);
    long from = Search.nanos(end.minus(lookback));
    var calls = new HashMap<Call, Long>();
    for (StoredTrace trace : tables.traces()) {
      count(trace, from, to, calls);
    }
    return calls.entrySet().stream()
        .map(call -> new DependencyLink(call.getKey().parent, call.getKey().child, call.getValue()))
        .sorted(Comparator.comparing(DependencyLink::parent).thenComparing(DependencyLink::child))
        .toList();
  }

  private static void count(StoredTrace trace, long from, long to, Map<Call, Long> calls) {
    List<StoredSpan> spans = trace.spans();
    var services = HashMap.<SpanId, String>newHashMap(spans.size());
    spans.forEach(span -> services.put(new SpanId(span.spanId()), span.process().serviceName()));
    for (StoredSpan span : spans) {
      if (span.startNanos() < from || span.startNanos() > to) {
        continue;
      }
      String child = span.process().serviceName();
      parent(trace, span)
          .map(services::get)
          .filter(parent -> !parent.equals(child))
          .ifPresent(parent -> calls.merge(new Call(parent, child), 1L, Long::sum));
    }
  }

  private static Optional<SpanId> parent(StoredTrace trace, StoredSpan span) {
    List<Reference> references = SpanDecoder.references(trace.id(), span);
    return references.stream()
        .filter(reference -> reference.traceId().equals(trace.id()))
        .min(Comparator.comparing(Reference::type))
        .map(Reference::spanId);
  }
}
