package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.TraceQuery;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [io.jaegerstack.storage.SpanReader#findTraces] must find by service, operation, duration,
/// time and limit; tags are in [TagSearchContract].
public abstract class SearchContract extends StorageContract {
  private final String service = TestSpan.newName("shop");

  private List<TraceId> find(TraceQuery query) {
    return reader().findTraceIds(query);
  }

  @Test
  void findsTracesWhole() {
    Span root = TestSpan.of(service, "GET /").build();
    Span child = TestSpan.of(TestSpan.newName("stock"), "count").childOf(root).build();
    write(root, child);
    List<Trace> found = findTraces(spansOf(service));
    assertThat(found).singleElement().extracting(Trace::id).isEqualTo(root.traceId());
    assertThat(found.getFirst().spans()).containsExactlyInAnyOrder(root, child);
  }

  @Test
  void findsTheSameTracesAsIds() {
    for (int i = 0; i < 5; i++) {
      write(TestSpan.of(service, "GET /").start(TestSpan.START.plusSeconds(i)).build());
    }
    assertThat(findTraces(spansOf(service)))
        .extracting(Trace::id)
        .isEqualTo(find(spansOf(service)))
        .hasSize(5);
  }

  @Test
  void findsNothingForAnUnknownService() {
    assertThat(find(spansOf(TestSpan.newName("nobody")))).isEmpty();
    assertThat(findTraces(spansOf(TestSpan.newName("nobody")))).isEmpty();
  }

  @Test
  void takesServiceNamesExactly() {
    write(TestSpan.of(service + " of horrors", "GET /").build());
    write(TestSpan.of(service.toUpperCase(Locale.ROOT), "GET /").build());
    assertThat(find(spansOf(service))).isEmpty();
  }

  @Test
  void findsByOperation() {
    Span get = TestSpan.of(service, "GET /").build();
    Span put = TestSpan.of(service, "PUT /").build();
    write(get, put);
    assertThat(find(query(service, "PUT /", Map.of(), null, null, 10)))
        .containsExactly(put.traceId());
    assertThat(find(query(service, "PUT", Map.of(), null, null, 10))).isEmpty();
  }

  @Test
  void wantsServiceAndOperationOnOneSpan() {
    Span root = TestSpan.of(service, "GET /").build();
    write(root, TestSpan.of(TestSpan.newName("stock"), "count").childOf(root).build());
    assertThat(find(query(service, "count", Map.of(), null, null, 10))).isEmpty();
  }

  @Test
  void findsDurationsWithBothEndsIncluded() {
    Span fast = lasting(Duration.ofMillis(10));
    Span slow = lasting(Duration.ofMillis(20));
    Span slower = lasting(Duration.ofMillis(30));
    write(fast, slow, slower);
    assertThat(find(lasting(Duration.ofMillis(20), null)))
        .containsExactlyInAnyOrder(slow.traceId(), slower.traceId());
    assertThat(find(lasting(null, Duration.ofMillis(20))))
        .containsExactlyInAnyOrder(fast.traceId(), slow.traceId());
    assertThat(find(lasting(Duration.ofMillis(20), Duration.ofMillis(20))))
        .containsExactly(slow.traceId());
    assertThat(find(lasting(Duration.ofMillis(21), Duration.ofMillis(29)))).isEmpty();
  }

  private Span lasting(Duration duration) {
    return TestSpan.of(service, "work").duration(duration).build();
  }

  private TraceQuery lasting(@Nullable Duration atLeast, @Nullable Duration atMost) {
    return query(service, null, Map.of(), atLeast, atMost, 10);
  }

  @Test
  void findsTimesWithBothEndsIncluded() {
    Span early = starting(0);
    Span middle = starting(10);
    Span late = starting(20);
    write(early, middle, late);
    assertThat(find(between(0, 20)))
        .containsExactly(late.traceId(), middle.traceId(), early.traceId());
    assertThat(find(between(10, 20))).containsExactly(late.traceId(), middle.traceId());
    assertThat(find(between(0, 10))).containsExactly(middle.traceId(), early.traceId());
    assertThat(find(between(11, 19))).isEmpty();
  }

  private Span starting(int seconds) {
    return TestSpan.of(service, "work").start(TestSpan.START.plusSeconds(seconds)).build();
  }

  private TraceQuery between(int from, int to) {
    return new TraceQuery(
        service,
        null,
        Map.of(),
        TestSpan.START.plusSeconds(from),
        TestSpan.START.plusSeconds(to),
        null,
        null,
        10);
  }

  @Test
  void findsTheNewestTracesWhereThereAreMoreThanTheLimit() {
    Span first = starting(1);
    Span second = starting(2);
    Span third = starting(3);
    Span fourth = starting(4);
    write(third, first, fourth, second);
    assertThat(find(query(service, null, Map.of(), null, null, 2)))
        .containsExactly(fourth.traceId(), third.traceId());
    assertThat(findTraces(query(service, null, Map.of(), null, null, 3)))
        .extracting(Trace::id)
        .containsExactly(fourth.traceId(), third.traceId(), second.traceId());
  }

  @Test
  void countsTracesNotSpansAgainstTheLimit() {
    Span root = starting(1);
    Span child =
        TestSpan.of(service, "a").childOf(root).start(TestSpan.START.plusSeconds(2)).build();
    Span other = starting(0);
    write(root, child, other);
    assertThat(find(query(service, null, Map.of(), null, null, 2)))
        .containsExactly(root.traceId(), other.traceId());
  }

  @Test
  void wantsEverythingOnOneSpan() {
    Span root = TestSpan.of(service, "GET /").duration(Duration.ofSeconds(2)).build();
    Span child = TestSpan.of(service, "count").childOf(root).tag(Tag.of("error", true)).build();
    write(root, child);
    assertThat(
            find(query(service, "GET /", Map.of("error", "true"), Duration.ofSeconds(1), null, 10)))
        .isEmpty();
    assertThat(find(query(service, "count", Map.of("error", "true"), null, null, 10)))
        .containsExactly(root.traceId());
  }
}
