package io.jaegerstack.storage.contract;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Builds spans for tests: a new trace, a new id and a start of an hour ago, unless told otherwise.
public final class TestSpan {
  /// Start of a span that does not say another: whole microseconds, well inside every read window.
  public static final Instant START =
      Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS);

  private static final long NANOS = 1_000_000_000L;

  private final String service;
  private final String operation;
  private final List<Reference> references = new ArrayList<>();
  private final List<Tag> tags = new ArrayList<>();
  private final List<Tag> processTags = new ArrayList<>();
  private final List<Log> logs = new ArrayList<>();
  private TraceId traceId = newTraceId();
  private SpanId spanId = newSpanId();
  private int flags = 1;
  private long startNanos = nanos(START);
  private long durationNanos = Duration.ofMillis(10).toNanos();

  private TestSpan(String service, String operation) {
    this.service = service;
    this.operation = operation;
  }

  public static TestSpan of(String service, String operation) {
    return new TestSpan(service, operation);
  }

  /// A 128-bit id that no other test uses.
  public static TraceId newTraceId() {
    return new TraceId(randomId(), randomId());
  }

  public static SpanId newSpanId() {
    return new SpanId(randomId());
  }

  /// `prefix` made into a name that no other test uses.
  public static String newName(String prefix) {
    return prefix + "-" + Long.toString(randomId(), Character.MAX_RADIX);
  }

  /// Nanoseconds since the epoch.
  public static long nanos(Instant time) {
    return time.getEpochSecond() * NANOS + time.getNano();
  }

  private static long randomId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  public TestSpan in(TraceId trace) {
    traceId = trace;
    return this;
  }

  public TestSpan id(SpanId id) {
    spanId = id;
    return this;
  }

  /// In the trace of `parent`, and called by it.
  public TestSpan childOf(Span parent) {
    traceId = parent.traceId();
    return reference(Reference.childOf(parent.traceId(), parent.spanId()));
  }

  public TestSpan reference(Reference reference) {
    references.add(reference);
    return this;
  }

  public TestSpan flags(int bits) {
    flags = bits;
    return this;
  }

  public TestSpan start(Instant time) {
    startNanos = nanos(time);
    return this;
  }

  public TestSpan duration(Duration duration) {
    durationNanos = duration.toNanos();
    return this;
  }

  public TestSpan tag(Tag tag) {
    tags.add(tag);
    return this;
  }

  public TestSpan tag(String key, String value) {
    return tag(Tag.of(key, value));
  }

  public TestSpan processTag(Tag tag) {
    processTags.add(tag);
    return this;
  }

  /// A log `after` the epoch.
  public TestSpan log(Instant time, Tag... fields) {
    logs.add(new Log(nanos(time), List.of(fields)));
    return this;
  }

  public Span build() {
    return new Span(
        traceId,
        spanId,
        operation,
        references,
        flags,
        startNanos,
        durationNanos,
        tags,
        logs,
        new Process(service, processTags),
        List.of());
  }
}
