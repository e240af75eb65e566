package io.jaegerstack.query.service;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Trace;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/// The corrections that every reader gets, in Jaeger's order.
final class Adjusters {
  /// @param maxClockSkew largest shift of a span's start; zero means none is shifted, only warned
  ///   about
  static List<Adjuster> standard(Duration maxClockSkew) {
    return List.of(
        // Clock skew needs unique span ids.
        SpanIdDeduper.fromFirstId(),
        new ClockSkewAdjuster(maxClockSkew),
        new IpTagAdjuster(),
        new LibraryTagAdjuster(),
        spans(LogFieldSorter::sortLogFields),
        // Invalid references must be gone before one of them is taken for the parent.
        spans(References::withoutInvalid),
        spans(References::withParentFirst));
  }

  static Trace adjust(List<Adjuster> adjusters, Trace trace) {
    Trace adjusted = trace;
    for (Adjuster adjuster : adjusters) {
      adjusted = adjuster.adjust(adjusted);
    }
    return adjusted;
  }

  /// An adjuster that looks at one span at a time.
  static Adjuster spans(UnaryOperator<Span> change) {
    return trace -> new Trace(trace.id(), trace.spans().stream().map(change).toList());
  }

  private Adjusters() {}
}
