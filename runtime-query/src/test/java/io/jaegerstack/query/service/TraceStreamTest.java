package io.jaegerstack.query.service;

import static io.jaegerstack.query.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.TraceQuery;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is counted of reads whose traces do not fit.
class TraceStreamTest {
  private static final long LIMIT = 10_000;
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private static final TraceQuery EVERYTHING =
      new TraceQuery("service", null, Map.of(), Instant.EPOCH, Instant.MAX, null, null, 100);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AnswerBudget budget =
      new AnswerBudget(LIMIT, PATIENCE, Duration.ofSeconds(30), registry);
  private final FakeStorage storage = new FakeStorage();
  private final QueryService service = QueryService.of(storage, Duration.ZERO, budget, registry);

  @Test
  void traceThatIsTooLargeIsNoFailureOfTheStorage() {
    storage.with(trace(1, 2 * (int) LIMIT)).with(trace(2, 10));

    try (TraceStream found = service.find(EVERYTHING)) {
      assertThatThrownBy(found::next).isInstanceOf(NoRoomException.class);
      assertThat(found.next()).get().extracting(Trace::id).isEqualTo(new TraceId(0, 2));
      assertThat(found.next()).isEmpty();
    }
    try (TraceStream one = service.traces(List.of(new TraceId(0, 1)))) {
      assertThatThrownBy(one::next).isInstanceOf(NoRoomException.class);
    }

    assertThat(reads("find_traces", "ok").count()).isOne();
    assertThat(reads("find_traces", "err").count()).isZero();
    assertThat(reads("get_trace", "ok").count()).isOne();
    assertThat(reads("get_trace", "err").count()).isZero();
    assertThat(refused("trace-too-large")).as("both callers were told").isEqualTo(2);
  }

  @Test
  void waitingForRoomIsNotTheStoragesTime() {
    storage.with(trace(1, 10));
    budget.open().take(LIMIT);

    try (TraceStream found = service.find(EVERYTHING)) {
      assertThatThrownBy(found::next).isInstanceOf(NoRoomException.class);
    }

    Timer read = reads("find_traces", "ok");
    assertThat(read.count()).isOne();
    assertThat(read.totalTime(TimeUnit.MILLISECONDS)).isLessThan(PATIENCE.toMillis() / 2);
    assertThat(
            registry
                .get("jaegerstack.query.answer.wait.duration")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isGreaterThanOrEqualTo(PATIENCE.toMillis() - 10);
    assertThat(refused("busy")).isOne();
  }

  @Test
  void storageThatFailsIsStillAFailure() {
    storage.failWith(StorageException.Kind.UNAVAILABLE);
    try (TraceStream one = service.traces(List.of(new TraceId(0, 1)))) {
      assertThatThrownBy(one::next).isInstanceOf(StorageException.class);
    }
    assertThat(reads("get_trace", "err").count()).isOne();
    assertThat(reads("get_trace", "ok").count()).isZero();
  }

  private Timer reads(String operation, String result) {
    return registry
        .get("jaeger.storage.latency")
        .tags("operation", operation, "result", result)
        .timer();
  }

  private double refused(String reason) {
    return registry
        .get("jaegerstack.query.answers.refused")
        .tag("reason", reason)
        .counter()
        .count();
  }

  private static Trace trace(long id, int bytes) {
    return new Trace(new TraceId(0, id), List.of(span(1, Tag.of("k", "x".repeat(bytes)))));
  }
}
