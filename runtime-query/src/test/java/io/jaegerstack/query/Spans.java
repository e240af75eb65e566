package io.jaegerstack.query;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/// Small spans for tests.
public final class Spans {
  public static final TraceId TRACE = new TraceId(0, 42);
  public static final long MILLI = 1_000_000;

  public static Span span(long id, Tag... tags) {
    return new Span(
        TRACE,
        new SpanId(id),
        "operation",
        List.of(),
        1,
        0,
        100 * MILLI,
        List.of(tags),
        List.of(),
        new Process("service", List.of()),
        List.of());
  }

  public static Span child(long id, long parent, Tag... tags) {
    return span(id, tags).withReferences(List.of(Reference.childOf(TRACE, new SpanId(parent))));
  }

  /// A span of `host` (its tag `ip`), times in milliseconds.
  public static Span at(
      String host, long id, long parent, long startMillis, long durationMillis, long... logs) {
    var times = new ArrayList<Log>();
    for (long log : logs) {
      times.add(new Log(log * MILLI, List.of(Tag.of("event", "some event"))));
    }
    return new Span(
        TRACE,
        new SpanId(id),
        "operation",
        List.of(Reference.childOf(TRACE, new SpanId(parent))),
        1,
        startMillis * MILLI,
        durationMillis * MILLI,
        List.of(),
        times,
        new Process("service-" + host, List.of(Tag.of("ip", host))),
        List.of());
  }

  public static Trace trace(Span... spans) {
    return new Trace(TRACE, List.of(spans));
  }

  private Spans() {}
}
