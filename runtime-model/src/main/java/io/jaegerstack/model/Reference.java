package io.jaegerstack.model;

/// Link from a span to another one (`SpanRef` in Jaeger's model).
public record Reference(Type type, TraceId traceId, SpanId spanId) {

  /// Kind of link; the ordinal is the number on Jaeger's wires.
  public enum Type {
    CHILD_OF,
    FOLLOWS_FROM
  }

  /// A child-of link.
  public static Reference childOf(TraceId traceId, SpanId spanId) {
    return new Reference(Type.CHILD_OF, traceId, spanId);
  }

  /// A follows-from link.
  public static Reference followsFrom(TraceId traceId, SpanId spanId) {
    return new Reference(Type.FOLLOWS_FROM, traceId, spanId);
  }
}
