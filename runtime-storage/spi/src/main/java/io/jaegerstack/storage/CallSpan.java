package io.jaegerstack.storage;

import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.TraceId;
import org.jspecify.annotations.Nullable;

/// A span without all that does not matter for calls between services.
///
/// @param parent as [io.jaegerstack.model.Span#parentSpanId()]; null for a root, and for a relative
///   of which only the service matters
/// @param startMicros microseconds since the epoch
public record CallSpan(
    TraceId trace,
    SpanId id,
    @Nullable SpanId parent,
    String service,
    Side side,
    long startMicros) {
  /// Which end of a call a span is, by its tag `span.kind`.
  public enum Side {
    CLIENT,
    SERVER,
    /// Neither, or not known.
    OTHER;

    public static Side of(String kind) {
      return switch (kind) {
        case "client" -> CLIENT;
        case "server" -> SERVER;
        default -> OTHER;
      };
    }
  }
}
