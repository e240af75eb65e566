package io.jaegerstack.query.service;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gives server spans that share their id with a client span an id of their own, because Zipkin's
/// clients use one id for both sides of a call and readers expect unique ids.
///
/// The client span becomes the server span's parent, and the children of the shared id become the
/// server span's children.
final class SpanIdDeduper implements Adjuster {
  static final String TOO_MANY_SPANS = "cannot assign unique span ID, too many spans in the trace";
  static final long LAST_ID = -1;

  private final long lastUsedId;

  /// @param lastUsedId new ids start after this one (unsigned)
  SpanIdDeduper(long lastUsedId) {
    this.lastUsedId = lastUsedId;
  }

  static SpanIdDeduper fromFirstId() {
    return new SpanIdDeduper(0);
  }

  @Override
  public Trace adjust(Trace trace) {
    Set<SpanId> clientIds = idsOfClients(trace);
    if (trace.spans().stream().noneMatch(span -> isSharedServer(span, clientIds))) {
      return trace;
    }
    var ids = new FreeIds(trace, lastUsedId);
    var newIds = new HashMap<SpanId, SpanId>();
    var spans = new ArrayList<Span>(trace.spans().size());
    for (Span span : trace.spans()) {
      spans.add(isSharedServer(span, clientIds) ? renamed(span, ids, newIds) : span);
    }
    spans.replaceAll(span -> underNewParent(span, newIds));
    return new Trace(trace.id(), spans);
  }

  private static Span renamed(Span span, FreeIds ids, Map<SpanId, SpanId> newIds) {
    Optional<SpanId> free = ids.next();
    if (free.isEmpty()) {
      return span.withWarning(TOO_MANY_SPANS);
    }
    newIds.put(span.spanId(), free.get());
    return References.withParent(span, span.spanId()).withSpanId(free.get());
  }

  private static Span underNewParent(Span span, Map<SpanId, SpanId> newIds) {
    return span.parentSpanId()
        .map(newIds::get)
        .filter(parent -> !parent.equals(span.spanId()))
        .map(parent -> References.withParent(span, parent))
        .orElse(span);
  }

  private static Set<SpanId> idsOfClients(Trace trace) {
    var ids = new HashSet<SpanId>();
    for (Span span : trace.spans()) {
      if (isKind(span, "client")) {
        ids.add(span.spanId());
      }
    }
    return ids;
  }

  private static boolean isSharedServer(Span span, Set<SpanId> clientIds) {
    return clientIds.contains(span.spanId()) && isKind(span, "server");
  }

  private static boolean isKind(Span span, String kind) {
    return span.tag("span.kind").filter(tag -> tag.value().asText().equals(kind)).isPresent();
  }

  /// Ids that no span of a trace has, in ascending order.
  private static final class FreeIds {
    private final Set<Long> used;
    private long last;

    FreeIds(Trace trace, long last) {
      this.used = new HashSet<>(ids(trace.spans()));
      this.last = last;
    }

    Optional<SpanId> next() {
      for (long id = last + 1; Long.compareUnsigned(id, LAST_ID) < 0; id++) {
        if (!used.contains(id)) {
          last = id;
          return Optional.of(new SpanId(id));
        }
      }
      return Optional.empty();
    }

    private static List<Long> ids(List<Span> spans) {
      return spans.stream().map(span -> span.spanId().value()).toList();
    }
  }
}
