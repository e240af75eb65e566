package io.jaegerstack.storage.segments.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.segments.SegmentReader;
import io.jaegerstack.storage.segments.disk.FileDisk;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A trace of 64 MB, in many chunks.
class LargeTraceTest {
  private static final TraceId TRACE = new TraceId(0, 7);
  private static final int SPANS = 320;
  private static final int TEXT = 200_000;
  private static final SegmentLimits LIMITS =
      new SegmentLimits(Duration.ofDays(1), Long.MAX_VALUE, Duration.ZERO, 1_000, 1 << 20, 100);

  private final CountedEvents events = new CountedEvents();
  private final Random random = new Random(1);

  @TempDir private Path directory;
  private SegmentDirectory opened;
  private SegmentReader reader;

  @BeforeEach
  void write() throws IOException {
    opened =
        SegmentDirectory.open(
            new FileDisk(), directory, LIMITS, System::currentTimeMillis, random::nextLong, events);
    reader = new SegmentReader(opened.engine(), events);
    for (int i = 0; i < SPANS; i++) {
      opened.engine().append(new FrameEncoder().encode(List.of(FlatSpan.of(span())))).await();
    }
    opened.engine().freeze();
    assertThat(opened.engine().awaitSealed()).isTrue();
  }

  private Span span() {
    var text = new StringBuilder(TEXT);
    for (int i = 0; i < TEXT; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return TestSpan.of("service", "operation").in(TRACE).tag("text", text.toString()).build();
  }

  @AfterEach
  void close() {
    opened.close(Duration.ofSeconds(5));
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void takesNoHeapBeforeThereIsRoom() {
    long before = usedHeap();
    var atOnce = new ArrayList<Long>();
    Room none =
        new Room() {
          @Override
          public Taken take(long bytes) {
            atOnce.add(usedHeap());
            return Taken.NEVER;
          }

          @Override
          public void giveBack(long bytes) {}

          @Override
          public long limit() {
            return 1 << 20;
          }
        };
    assertThatThrownBy(() -> reader.trace(TRACE, none)).isInstanceOf(NoRoomException.class);
    assertThat(atOnce.getFirst() - before).isLessThan(SPANS * TEXT / 2);
  }

  @Test
  void isReadWhole() {
    assertThat(reader.trace(TRACE, Room.UNBOUNDED).orElseThrow().spans())
        .hasSize(SPANS)
        .allMatch(span -> span.tags().getFirst().value().asText().length() == TEXT);
    assertThat(events.damages).isEmpty();
  }
}
