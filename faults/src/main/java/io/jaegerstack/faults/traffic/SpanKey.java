package io.jaegerstack.faults.traffic;

/// The ids that make a span one of a kind.
public record SpanKey(long traceHigh, long traceLow, long spanId) {
  /// As the query API writes it, 32 digits.
  public String traceId() {
    return "%016x%016x".formatted(traceHigh, traceLow);
  }

  @Override
  public String toString() {
    return traceId() + ":%016x".formatted(spanId);
  }
}
