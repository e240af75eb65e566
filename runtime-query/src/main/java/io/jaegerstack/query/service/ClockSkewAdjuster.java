package io.jaegerstack.query.service;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Trace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Shifts spans that start before or end after their parent on another host, where clocks disagree.
///
/// A host's first span below a parent on another host decides the shift, in the belief that the
/// network took as long there as back; its descendants on the same host are shifted alike. Spans
/// that no root leads to (a cycle of parents) stay as they are.
final class ClockSkewAdjuster implements Adjuster {
  static final String DUPLICATE_ID = "duplicate span IDs; skipping clock skew adjustment";

  private final long maxNanos;

  /// @param max larger shifts become warnings; zero means that all do
  ClockSkewAdjuster(Duration max) {
    this.maxNanos = max.toNanos();
  }

  @Override
  public Trace adjust(Trace trace) {
    List<Span> spans = new ArrayList<>(trace.spans());
    var nodes = new ArrayList<Node>(spans.size());
    var byId = new HashMap<SpanId, Node>();
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      var node = new Node(i, HostKey.of(span.process()));
      if (byId.putIfAbsent(span.spanId(), node) == null) {
        nodes.add(node);
      } else {
        spans.set(i, span.withWarning(DUPLICATE_ID));
      }
    }
    ArrayDeque<Node> next = roots(spans, nodes, byId);
    while (!next.isEmpty()) {
      Node node = next.poll();
      for (Node child : node.children) {
        child.decideShift(spans.get(child.index), node, spans.get(node.index));
        spans.set(child.index, shifted(spans.get(child.index), child.shiftNanos));
        next.add(child);
      }
    }
    return new Trace(trace.id(), spans);
  }

  /// Hangs every node under its parent; answers those that have none.
  private static ArrayDeque<Node> roots(
      List<Span> spans, List<Node> nodes, Map<SpanId, Node> byId) {
    var roots = new ArrayDeque<Node>();
    for (Node node : nodes) {
      Span span = spans.get(node.index);
      SpanId parentId = span.parentSpanId().filter(id -> !id.isZero()).orElse(null);
      Node parent = parentId == null ? null : byId.get(parentId);
      if (parent != null) {
        parent.children.add(node);
        continue;
      }
      if (parentId != null) {
        spans.set(node.index, span.withWarning(invalidParent(parentId)));
      }
      roots.add(node);
    }
    return roots;
  }

  private Span shifted(Span span, long shift) {
    if (shift == 0) {
      return span;
    }
    if (shift > maxNanos || shift < -maxNanos) {
      return span.withWarning(
          maxNanos == 0
              ? "clock skew adjustment disabled; not applying calculated delta of "
                  + DurationText.of(shift)
              : "max clock skew adjustment delta of %s exceeded; not applying calculated delta of %s"
                  .formatted(DurationText.of(maxNanos), DurationText.of(shift)));
    }
    return span.withStartNanos(Saturated.sum(span.startNanos(), shift))
        .withLogs(span.logs().stream().map(log -> shifted(log, shift)).toList())
        .withWarning("This span's timestamps were adjusted by " + DurationText.of(shift));
  }

  private static Log shifted(Log log, long shift) {
    return new Log(Saturated.sum(log.timeNanos(), shift), log.fields());
  }

  private static String invalidParent(SpanId parent) {
    return "invalid parent span IDs=%s; skipping clock skew adjustment".formatted(parent);
  }

  /// A span's place in the tree of its trace.
  private static final class Node {
    final int index;
    final String host;
    final List<Node> children = new ArrayList<>(1);

    long shiftNanos;

    Node(int index, String host) {
      this.index = index;
      this.host = host;
    }

    /// Takes over the parent's shift on the same host; a node whose host is unknown is on another
    /// one.
    void decideShift(Span span, Node parent, Span parentSpan) {
      boolean sameHost = host.equals(parent.host) && !host.isEmpty();
      shiftNanos = sameHost ? parent.shiftNanos : ClockSkew.between(parentSpan, span);
    }
  }
}
