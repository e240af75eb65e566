package io.jaegerstack.query.service;

import io.jaegerstack.model.Span;

/// How far the clock of a child's host is behind the clock of its parent's host.
final class ClockSkew {
  /// Nanoseconds to add to the child's times; 0 where the child lies within its parent.
  static long between(Span parent, Span child) {
    long parentStart = parent.startNanos();
    long childStart = child.startNanos();
    long childEnd = Saturated.sum(childStart, child.durationNanos());
    long parentEnd = Saturated.sum(parentStart, parent.durationNanos());
    if (child.durationNanos() > parent.durationNanos()) {
      // Asynchronous, or the parent gave up before: all that is certain is that it did not start
      // first.
      return childStart < parentStart ? Saturated.difference(parentStart, childStart) : 0;
    }
    if (childStart >= parentStart && childEnd <= parentEnd) {
      return 0;
    }
    long latency = Saturated.difference(parent.durationNanos(), child.durationNanos()) / 2;
    return Saturated.difference(Saturated.sum(parentStart, latency), childStart);
  }

  private ClockSkew() {}
}
