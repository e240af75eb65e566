package io.jaegerstack.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Half a million spans stay searchable. The ceiling is Jaeger's median for its own memory storage
/// (500 ms); the real times are printed, and are far below on a quiet machine.
class SearchSpeedTest {
  private static final int TRACES = 50_000;
  private static final Duration CEILING = Duration.ofMillis(500);

  private final MemoryStorage storage =
      new MemoryStorage(new Bounds(Long.MAX_VALUE, Integer.MAX_VALUE), new SimpleMeterRegistry());

  @Test
  void searchesFiftyThousandTracesFasterThanJaeger() {
    for (int i = 0; i < TRACES; i++) {
      List<SpanBatch> batches = List.of(SampleLoad.trace(i));
      storage.writer().write(batches, new RecordedOutcome());
    }
    System.out.println(
        storage.size() + ", bytes per span " + storage.size().bytes() / storage.size().spans());
    assertThat(best("newest 20", Map.of(), 20, 20)).isLessThan(CEILING);
    assertThat(best("newest 1500", Map.of(), 1500, 1500)).isLessThan(CEILING);
    assertThat(best("rare tag", Map.of("http.status_code", "500"), 20, 20)).isLessThan(CEILING);
    assertThat(best("absent tag", Map.of("request.id", "none"), 20, 0)).isLessThan(CEILING);
  }

  /// Best of five: others share the machine, and a search is never faster than it is.
  private Duration best(String what, Map<String, String> tags, int limit, int expected) {
    var query =
        new TraceQuery(
            SampleLoad.service(1),
            null,
            tags,
            TestSpan.START.minus(Duration.ofHours(1)),
            TestSpan.START.plus(Duration.ofHours(1)),
            null,
            null,
            limit);
    Duration best = Duration.ofDays(1);
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      assertThat(storage.reader().findTraces(query, Room.UNBOUNDED).rest()).hasSize(expected);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      best = took.compareTo(best) < 0 ? took : best;
    }
    System.out.println(what + ": " + best.toMillis() + " ms");
    return best;
  }
}
