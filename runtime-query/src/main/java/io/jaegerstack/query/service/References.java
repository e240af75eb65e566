package io.jaegerstack.query.service;

import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What adjusters do to the references of one span.
final class References {
  /// `span` as a child of `parent`: the reference that named the old parent names the new one, else
  /// a child-of reference goes first.
  static Span withParent(Span span, SpanId parent) {
    var changed = new ArrayList<>(span.references());
    SpanId old = span.parentSpanId().orElse(new SpanId(0));
    for (int i = 0; i < changed.size(); i++) {
      Reference reference = changed.get(i);
      if (reference.spanId().equals(old) && reference.traceId().equals(span.traceId())) {
        changed.set(i, new Reference(reference.type(), reference.traceId(), parent));
        return span.withReferences(changed);
      }
    }
    changed.addFirst(Reference.childOf(span.traceId(), parent));
    return span.withReferences(changed);
  }

  /// `span` without references to no trace at all, each of which becomes a warning.
  static Span withoutInvalid(Span span) {
    if (span.references().stream().noneMatch(reference -> reference.traceId().isZero())) {
      return span;
    }
    var valid = new ArrayList<Reference>();
    Span warned = span;
    for (Reference reference : span.references()) {
      if (reference.traceId().isZero()) {
        warned = warned.withWarning("Invalid span reference removed " + describe(reference));
      } else {
        valid.add(reference);
      }
    }
    return warned.withReferences(valid);
  }

  /// `span` with the reference to its parent first, where readers look for it.
  static Span withParentFirst(Span span) {
    int parent = indexOfParent(span);
    if (parent <= 0) {
      return span;
    }
    var changed = new ArrayList<>(span.references());
    Collections.swap(changed, 0, parent);
    return span.withReferences(changed);
  }

  /// The first child-of reference into the same trace, else the first other one into it, else -1.
  private static int indexOfParent(Span span) {
    List<Reference> references = span.references();
    int other = -1;
    for (int i = 0; i < references.size(); i++) {
      Reference reference = references.get(i);
      if (!reference.traceId().equals(span.traceId())) {
        continue;
      }
      if (reference.type() == Reference.Type.CHILD_OF) {
        return i;
      }
      other = other < 0 ? i : other;
    }
    return other;
  }

  /// As Jaeger prints a reference.
  private static String describe(Reference reference) {
    return "{TraceID:%s SpanID:%s RefType:%s}"
        .formatted(reference.traceId(), reference.spanId(), reference.type());
  }

  private References() {}
}
