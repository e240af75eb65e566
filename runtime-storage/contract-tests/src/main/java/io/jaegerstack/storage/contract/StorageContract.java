package io.jaegerstack.storage.contract;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.TraceQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the contracts share: the storage, and writing and reading in a line.
public abstract class StorageContract {
  private static final long MICRO = 1_000L;

  protected abstract StorageUnderTest underTest();

  final SpanReader reader() {
    return underTest().storage().reader();
  }

  /// Writes `spans` as one batch, and fails where one is not stored.
  final void write(Span... spans) {
    write(List.of(SpanBatch.of(List.of(spans))));
  }

  final void write(List<SpanBatch> batches) {
    var outcome = new RecordedOutcome();
    underTest().storage().writer().write(batches, outcome);
    outcome.assertAllStored(batches);
    underTest().showWrites();
  }

  final List<Span> read(TraceId id) {
    return reader().trace(id, Room.UNBOUNDED).map(Trace::spans).orElse(List.of());
  }

  final List<Trace> findTraces(TraceQuery query) {
    try (FoundTraces found = reader().findTraces(query, Room.UNBOUNDED)) {
      return found.rest();
    }
  }

  /// Skips the test where the backend declared `gap`, with its reason.
  final void needs(Gap gap) {
    String reason = underTest().gaps().get(gap);
    assumeFalse(reason != null, () -> gap + ": " + reason);
  }

  /// `span` as the storage gives it back.
  final Span kept(Span span) {
    if (!underTest().gaps().containsKey(Gap.NANOSECONDS)) {
      return span;
    }
    var logs =
        span.logs().stream().map(log -> new Log(micros(log.timeNanos()), log.fields())).toList();
    return new Span(
        span.traceId(),
        span.spanId(),
        span.operationName(),
        span.references(),
        span.flags(),
        micros(span.startNanos()),
        micros(span.durationNanos()),
        span.tags(),
        logs,
        span.process(),
        span.warnings());
  }

  private static long micros(long nanos) {
    return Math.floorDiv(nanos, MICRO) * MICRO;
  }

  /// All spans of `service` around [TestSpan#START].
  static TraceQuery spansOf(String service) {
    return query(service, null, Map.of(), null, null, 100);
  }

  static TraceQuery withTags(String service, Map<String, String> tags) {
    return query(service, null, tags, null, null, 100);
  }

  static TraceQuery query(
      String service,
      @Nullable String operation,
      Map<String, String> tags,
      @Nullable Duration atLeast,
      @Nullable Duration atMost,
      int limit) {
    return new TraceQuery(
        service,
        operation,
        tags,
        TestSpan.START.minus(Duration.ofMinutes(30)),
        TestSpan.START.plus(Duration.ofMinutes(30)),
        atLeast,
        atMost,
        limit);
  }
}
