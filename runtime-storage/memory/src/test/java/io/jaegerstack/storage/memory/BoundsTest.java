package io.jaegerstack.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What leaves when there is too much.
class BoundsTest {
  private static final int KILOBYTE = 1024;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private static TraceId write(MemoryStorage storage, Span... spans) {
    var batches = List.of(SpanBatch.of(List.of(spans)));
    var outcome = new RecordedOutcome();
    storage.writer().write(batches, outcome);
    outcome.assertAllStored(batches);
    return spans[0].traceId();
  }

  /// What is kept is compressed.
  private static Tag incompressible(int bytes) {
    byte[] random = new byte[bytes];
    new Random(bytes).nextBytes(random);
    return Tag.of("t", random);
  }

  private double counted(String name, String reason) {
    return registry.get(name).tag("reason", reason).counter().count();
  }

  @Test
  void letsTheOldestTracesGoFirstByCount() {
    var storage = new MemoryStorage(new Bounds(Long.MAX_VALUE, 2), registry);
    TraceId first =
        write(storage, TestSpan.of("a", "x").start(TestSpan.START.plusSeconds(9)).build());
    TraceId second = write(storage, TestSpan.of("a", "x").build());
    TraceId third = write(storage, TestSpan.of("a", "x").build());
    assertThat(storage.reader().trace(first, Room.UNBOUNDED)).isEmpty();
    assertThat(storage.reader().trace(second, Room.UNBOUNDED)).isPresent();
    assertThat(storage.reader().trace(third, Room.UNBOUNDED)).isPresent();
    assertThat(counted("jaegerstack_memory_evicted_traces", "max-traces")).isEqualTo(1);
  }

  @Test
  void letsTheOldestTracesGoFirstByBytes() {
    var storage = new MemoryStorage(new Bounds(200 * KILOBYTE, Integer.MAX_VALUE), registry);
    var traces = new ArrayList<TraceId>();
    for (int i = 0; i < 50; i++) {
      traces.add(write(storage, TestSpan.of("a", "x").tag(incompressible(10 * KILOBYTE)).build()));
    }
    int kept = storage.size().traces();
    assertThat(kept).isBetween(15, 20);
    assertThat(storage.size().bytes()).isLessThanOrEqualTo(200 * KILOBYTE);
    assertThat(traces.subList(0, 50 - kept))
        .allMatch(id -> storage.reader().trace(id, Room.UNBOUNDED).isEmpty());
    assertThat(traces.subList(50 - kept, 50))
        .allMatch(id -> storage.reader().trace(id, Room.UNBOUNDED).isPresent());
    assertThat(counted("jaegerstack_memory_evicted_spans", "max-bytes")).isEqualTo(50 - kept);
  }

  @Test
  void forgetsServicesAndOperationsWithTheirLastTrace() {
    var storage = new MemoryStorage(new Bounds(Long.MAX_VALUE, 1), registry);
    write(storage, TestSpan.of("first", "x").build(), TestSpan.of("first", "y").build());
    write(storage, TestSpan.of("second", "z").build());
    assertThat(storage.reader().services()).containsExactly("second");
    assertThat(storage.reader().operations("first")).isEmpty();
    var query =
        new TraceQuery(
            "first",
            null,
            Map.of(),
            TestSpan.START.minus(Duration.ofHours(1)),
            TestSpan.START.plus(Duration.ofHours(1)),
            null,
            null,
            10);
    assertThat(storage.reader().findTraces(query, Room.UNBOUNDED).rest()).isEmpty();
  }

  @Test
  void countsNoBytesWhenEverythingHasLeft() {
    var storage = new MemoryStorage(new Bounds(8 * KILOBYTE, Integer.MAX_VALUE), registry);
    for (int i = 0; i < 100; i++) {
      String service = TestSpan.newName("s");
      write(
          storage,
          TestSpan.of(service, TestSpan.newName("o"))
              .processTag(Tag.of("pid", i))
              .tag(incompressible(4 * KILOBYTE))
              .build());
    }
    assertThat(storage.size().traces()).as("%s", storage.size()).isEqualTo(1);
    write(storage, TestSpan.of("s", "o").tag(incompressible(4 * KILOBYTE)).build());
    assertThat(storage.size()).isEqualTo(new MemoryStore.Size(1, 1, storage.size().bytes()));
    assertThat(storage.reader().services()).containsExactly("s");
  }

  @Test
  void refusesASpanThatIsLargerThanEverything() {
    var storage = new MemoryStorage(new Bounds(2 * KILOBYTE, Integer.MAX_VALUE), registry);
    TraceId kept = TestSpan.newTraceId();
    var batches =
        List.of(
            SpanBatch.of(
                List.of(
                    TestSpan.of("a", "x").in(kept).build(),
                    TestSpan.of("a", "x").tag("t", "v".repeat(2 * KILOBYTE)).build())));
    var outcome = new RecordedOutcome();
    storage.writer().write(batches, outcome);
    outcome.assertEachReportedOnce(batches);
    assertThat(outcome.of(batches.getFirst().span(1))).containsExactly("INVALID");
    assertThat(outcome.details().getFirst()).contains("memory.max-bytes, which is 2048");
    assertThat(storage.reader().trace(kept, Room.UNBOUNDED)).isPresent();
  }

  @Test
  void countsSpansThatComeAgain() {
    var storage = new MemoryStorage(new Bounds(Long.MAX_VALUE, 10), registry);
    Span span = TestSpan.of("a", "x").build();
    write(storage, span, span, span);
    assertThat(registry.get("jaegerstack_storage_duplicate_spans").counter().count()).isEqualTo(2);
  }
}
