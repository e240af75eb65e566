package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;

/// Gives a span that ends before it starts the shortest duration there is, and says so in the tag
/// that Jaeger shows as a warning. A duration of 0 is left alone: coarse clocks measure it.
final class NegativeDurations implements Stage {
  static final Key WARNINGS = Key.of("@jaeger@warnings");

  /// As in Jaeger's `negative_duration_sanitizer`.
  private static final long SHORTEST_NANOS = 1;

  @Override
  public void apply(SpanBatch batch, Origin origin) {
    for (int i = 0; i < batch.size(); i++) {
      FlatSpan span = batch.span(i);
      if (span.durationNanos < 0) {
        String warning =
            "duration was %d ns, stored as %d ns".formatted(span.durationNanos, SHORTEST_NANOS);
        span.addTag(WARNINGS, Key.of(warning));
        span.durationNanos = SHORTEST_NANOS;
      }
    }
  }
}
