package io.jaegerstack.model;

import java.util.List;

/// All spans of one trace id that a storage has, in no particular order.
public record Trace(TraceId id, List<Span> spans) {
  public Trace {
    spans = List.copyOf(spans);
  }
}
