package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Trace;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a reader must do about the memory that its traces take.
public abstract class RoomContract extends StorageContract {
  private static final int MANY = 2_500;

  private final String service = TestSpan.newName("shop");

  @Test
  void takesRoomForOneTraceAtATimeAndGivesAllOfItBack() {
    long largest = 0;
    for (int i = 0; i < 5; i++) {
      largest = Math.max(largest, size(writeTrace(i, MANY)));
    }
    var room = new CountedRoom(Long.MAX_VALUE);

    List<Trace> traces;
    try (FoundTraces found = reader().findTraces(spansOf(service), room)) {
      traces = found.rest();
    }

    assertThat(traces).hasSize(5).allSatisfy(trace -> assertThat(trace.spans()).hasSize(MANY));
    assertThat(room.most).isBetween(largest / 2, largest * 3);
    assertThat(room.taken).isZero();
  }

  @Test
  void keepsWhatATraceTakesForItsCallerToGiveBack() {
    List<Span> spans = writeTrace(0, 10);
    var room = new CountedRoom(Long.MAX_VALUE);

    Trace trace = reader().trace(spans.getFirst().traceId(), room).orElseThrow();

    assertThat(room.taken).isEqualTo(size(trace.spans()));
  }

  @Test
  void refusesATraceThatDoesNotFitByNameAndSizeAndGoesOn() {
    Span small = writeTrace(0, 1).getFirst();
    Span large = writeTrace(1, MANY).getFirst();
    var room = new CountedRoom(100_000);

    try (FoundTraces found = reader().findTraces(spansOf(service), room)) {
      assertThatThrownBy(found::next)
          .isInstanceOf(NoRoomException.class)
          .hasMessageContaining("trace %s with its %d spans", large.traceId(), MANY);
      assertThat(found.next()).get().extracting(Trace::id).isEqualTo(small.traceId());
      assertThat(found.next()).isEmpty();
    }
    assertThatThrownBy(() -> reader().trace(large.traceId(), room))
        .isInstanceOfSatisfying(
            NoRoomException.class, refused -> assertThat(refused.isTooLarge()).isTrue());
    assertThat(room.taken).isZero();
  }

  /// The larger `number`, the newer.
  private List<Span> writeTrace(int number, int size) {
    var spans = new ArrayList<Span>();
    Span root = TestSpan.of(service, "GET /").start(TestSpan.START.plusSeconds(number)).build();
    spans.add(root);
    for (int i = 1; i < size; i++) {
      spans.add(TestSpan.of(service, "work").start(TestSpan.START).childOf(root).build());
    }
    write(List.of(SpanBatch.of(spans)));
    return spans;
  }

  private static long size(List<Span> spans) {
    return spans.stream().mapToLong(SpanSize::of).sum();
  }

  /// Counts, and gives up to a limit.
  private static final class CountedRoom implements Room {
    private final long limit;
    private long taken;
    private long most;

    CountedRoom(long limit) {
      this.limit = limit;
    }

    @Override
    public Taken take(long bytes) {
      if (taken + bytes > limit) {
        return Taken.NEVER;
      }
      taken += bytes;
      most = Math.max(most, taken);
      return Taken.YES;
    }

    @Override
    public void giveBack(long bytes) {
      taken -= bytes;
    }

    @Override
    public long limit() {
      return limit;
    }
  }
}
