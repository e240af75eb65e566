package io.jaegerstack.storage.memory;

import java.util.Arrays;

/// A span as it is kept.
///
/// @param content what [SpanEncoder] made of it; never written to
record StoredSpan(
    long spanId,
    long startNanos,
    long durationNanos,
    StoredOperation operation,
    StoredProcess process,
    byte[] content) {
  /// Object, array header, and the places in its trace's arrays, bytes.
  private static final int OVERHEAD_BYTES = 88;

  /// Estimated heap, bytes, without what it shares with others.
  long bytes() {
    return OVERHEAD_BYTES + content.length;
  }

  /// A hash that a span sent twice has twice.
  int sameness() {
    int hash = Arrays.hashCode(content);
    hash = 31 * hash + Long.hashCode(spanId);
    hash = 31 * hash + Long.hashCode(startNanos);
    return 31 * hash + Long.hashCode(durationNanos);
  }

  boolean isSameAs(StoredSpan other) {
    return spanId == other.spanId
        && startNanos == other.startNanos
        && durationNanos == other.durationNanos
        && operation.operation().equals(other.operation.operation())
        && process.equals(other.process)
        && Arrays.equals(content, other.content);
  }
}
