package io.jaegerstack.storage.segments.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.segments.SegmentReader;
import io.jaegerstack.storage.segments.disk.FileDisk;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random spans and questions, asked of the engine and of a store that looks at everything: with a
/// head, full heads, blocks and merged segments side by side, and reopened in between.
class EngineModelTest {
  private static final int ROUNDS = 12;
  private static final int WRITES = 40;
  private static final int QUERIES = 120;

  /// Heads and segments so small that all of their forms are there soon.
  private static final SegmentLimits SMALL =
      new SegmentLimits(Duration.ofDays(1), Long.MAX_VALUE, Duration.ZERO, 50, 1 << 20, 4);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void answersAsAStoreThatLooksAtEverySpan(long seed) throws IOException {
    var random = new Random(seed);
    var spans = new RandomSpans(random);
    var naive = new NaiveStore();
    var events = new CountedEvents();
    for (int round = 0; round < ROUNDS; round++) {
      var opened = open(events, random);
      try {
        write(opened, spans, naive);
        var reader = new SegmentReader(opened.engine(), events);
        for (int i = 0; i < QUERIES; i++) {
          TraceQuery query = spans.query();
          assertThat(reader.findTraceIds(query)).as("%s", query).isEqualTo(naive.find(query));
        }
        compareTraces(reader, naive);
        compareNames(reader, naive);
      } finally {
        opened.close(Duration.ofSeconds(10));
      }
    }
    assertThat(events.damages).isEmpty();
    assertThat(events.failures).isEmpty();
  }

  private SegmentDirectory open(CountedEvents events, Random random) throws IOException {
    return SegmentDirectory.open(
        new FileDisk(), directory, SMALL, System::currentTimeMillis, random::nextLong, events);
  }

  private static void write(SegmentDirectory opened, RandomSpans spans, NaiveStore naive) {
    var encoder = new FrameEncoder();
    for (int i = 0; i < WRITES; i++) {
      List<Span> batch = spans.batch();
      opened.engine().append(encoder.encode(batch.stream().map(FlatSpan::of).toList())).await();
      naive.add(batch);
    }
  }

  private static void compareTraces(SegmentReader reader, NaiveStore naive) {
    for (TraceId id : naive.traces()) {
      List<Span> found = reader.trace(id, Room.UNBOUNDED).map(Trace::spans).orElse(List.of());
      assertThat(found).doesNotHaveDuplicates();
      assertThat(found).containsExactlyInAnyOrderElementsOf(naive.trace(id));
    }
    assertThat(reader.trace(new TraceId(7, 7), Room.UNBOUNDED)).isEmpty();
  }

  private static void compareNames(SegmentReader reader, NaiveStore naive) {
    assertThat(reader.services()).isEqualTo(naive.services());
    for (String service : naive.services()) {
      assertThat(reader.operations(service)).isEqualTo(naive.operations(service));
    }
  }
}
