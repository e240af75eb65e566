package io.jaegerstack.collector.dependencies;

import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.CallBatch;
import io.jaegerstack.storage.CallSpan;
import io.jaegerstack.storage.CallSpan.Side;
import io.jaegerstack.storage.DependencyLink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who called whom in one window. A call is counted at the span of the service that was called,
/// once, whenever its caller started. One thread.
///
/// A span's caller is the span with its id in the same trace that is the client's half of the same
/// call, as Zipkin's clients share ids; else its parent. Where several spans have the parent's id,
/// one of the child's own service is the parent, else the server's half. Calls inside a service
/// count nothing, as in Jaeger.
final class CallCounts {
  private record Key(TraceId trace, SpanId id) {}

  private record Call(String parent, String child) {}

  private record Same(Key key, String service, long startMicros) {}

  /// Links of one window; names that a client makes up anew for each call would fill the memory.
  static final int MOST_LINKS = 50_000;

  private final Map<Call, Long> counts = new HashMap<>();
  private long spans;
  private long orphans;
  private long beyond;

  void add(CallBatch batch) {
    Map<Key, List<CallSpan>> known = new HashMap<>();
    batch.started().forEach(span -> put(known, span));
    batch.relatives().forEach(span -> put(known, span));
    var seen = new HashSet<Same>();
    for (CallSpan span : batch.started()) {
      if (seen.add(new Same(key(span), span.service(), span.startMicros()))) {
        spans++;
        caller(span, known).ifPresent(caller -> count(caller.service(), span.service()));
      }
    }
  }

  private static void put(Map<Key, List<CallSpan>> known, CallSpan span) {
    known.computeIfAbsent(key(span), first -> new ArrayList<>(2)).add(span);
  }

  private static Key key(CallSpan span) {
    return new Key(span.trace(), span.id());
  }

  private Optional<CallSpan> caller(CallSpan span, Map<Key, List<CallSpan>> known) {
    if (span.side() == Side.SERVER) {
      Optional<CallSpan> otherHalf =
          known.getOrDefault(key(span), List.of()).stream()
              .filter(each -> each.side() == Side.CLIENT)
              .filter(each -> !each.service().equals(span.service()))
              .findFirst();
      if (otherHalf.isPresent()) {
        return otherHalf;
      }
    }
    SpanId parent = span.parent();
    if (parent == null || parent.isZero()) {
      return Optional.empty();
    }
    List<CallSpan> parents = known.getOrDefault(new Key(span.trace(), parent), List.of());
    if (parents.isEmpty()) {
      orphans++;
    }
    if (parents.stream().anyMatch(each -> each.service().equals(span.service()))) {
      return Optional.empty();
    }
    return parents.stream().min(Comparator.comparing(each -> each.side() != Side.SERVER));
  }

  private void count(String parent, String child) {
    var call = new Call(parent, child);
    if (counts.size() < MOST_LINKS || counts.containsKey(call)) {
      counts.merge(call, 1L, Long::sum);
    } else {
      beyond++;
    }
  }

  /// All links, sorted.
  List<DependencyLink> links() {
    return counts.entrySet().stream()
        .map(each -> new DependencyLink(each.getKey().parent, each.getKey().child, each.getValue()))
        .sorted(Comparator.comparing(DependencyLink::parent).thenComparing(DependencyLink::child))
        .toList();
  }

  /// Spans that started in the window.
  long spans() {
    return spans;
  }

  /// Those of them that name a parent which is not stored.
  long orphans() {
    return orphans;
  }

  /// Calls that were not counted because of [#MOST_LINKS].
  long beyond() {
    return beyond;
  }
}
