package io.jaegerstack.collector;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Spans with ids that no other test span of this JVM has.
public final class TestSpans {
  private static final AtomicLong NEXT = new AtomicLong(1);

  public static Span span(String service, Tag... tags) {
    return span(service, "GET /", 1_000, tags);
  }

  public static Span span(String service, String operation, long durationNanos, Tag... tags) {
    long id = NEXT.getAndIncrement();
    return new Span(
        new TraceId(0, id),
        new SpanId(id),
        operation,
        List.of(),
        FlatSpan.SAMPLED,
        1_700_000_000_000_000_000L,
        durationNanos,
        List.of(tags),
        List.of(),
        new Process(service, List.of(Tag.of("ip", "10.0.0.1"))),
        List.of());
  }

  public static SpanBatch batch(int spans) {
    return batch(spans, "shop");
  }

  public static SpanBatch batch(int spans, String service) {
    return SpanBatch.of(Stream.generate(() -> span(service)).limit(spans).toList());
  }

  private TestSpans() {}
}
