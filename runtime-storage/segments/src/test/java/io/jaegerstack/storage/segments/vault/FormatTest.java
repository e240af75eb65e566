package io.jaegerstack.storage.segments.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.segments.SegmentReader;
import io.jaegerstack.storage.segments.disk.FileDisk;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A directory that a release has written, kept here as it was: every later version reads it, all
/// of it, or this test says that it does not. It has a merged segment, one of two blocks, and a
/// log.
///
/// `format-v1` is never written again: another form gets a directory of its own beside it, which
/// `-Dgolden.update=true` makes where it is missing. `format-v1-fine` has durations of more bits.
class FormatTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final long NOW = 1_780_000_000_000L;
  private static final Instant START = Instant.ofEpochMilli(NOW).minus(Duration.ofHours(1));
  private static final int SPANS_OF_TRACE = 4;
  private static final int TRACES = 14;

  /// Heads of ten spans, segments of three blocks; nothing is ever too old.
  private static final SegmentLimits LIMITS =
      new SegmentLimits(Duration.ofDays(100_000), 1L << 40, Duration.ZERO, 10, 1 << 20, 3);

  @TempDir private Path directory;
  private final CountedEvents events = new CountedEvents();

  @ParameterizedTest
  @ValueSource(strings = {"format-v1", "format-v1-fine"})
  void readsAllThatWasWrittenAndGoesOnWriting(String name) throws IOException {
    Path kept = RESOURCES.resolve(name);
    writeWhereMissing(kept);
    copy(kept);
    var opened = open(directory);
    assertThat(opened.spans()).as("spans in segments").isEqualTo(50);
    assertWhole(opened, TRACES);
    write(opened, TRACES, 2 * TRACES);
    opened.close(Duration.ofSeconds(10));

    var again = open(directory);
    assertWhole(again, 2 * TRACES);
    again.close(Duration.ofSeconds(10));
    assertThat(events.damages).isEmpty();
    assertThat(events.failures).isEmpty();
  }

  private void assertWhole(SegmentDirectory opened, int traces) {
    var reader = new SegmentReader(opened.engine(), events);
    for (int trace = 0; trace < traces; trace++) {
      List<Span> found =
          reader.trace(traceId(trace), Room.UNBOUNDED).map(Trace::spans).orElse(List.of());
      assertThat(found).as("trace %d", trace).containsExactlyInAnyOrderElementsOf(spans(trace));
      assertThat(reader.findTraceIds(query(Map.of("rare", "value-" + trace, "error", "true"))))
          .containsExactly(traceId(trace));
    }
    assertThat(reader.findTraceIds(query(Map.of("host", "node-1")))).hasSize(traces);
    assertThat(reader.services()).containsExactly("cart", "shop");
    assertThat(reader.operations("shop")).as("each of three as client and server").hasSize(6);
  }

  private static TraceQuery query(Map<String, String> tags) {
    Instant end = START.plus(Duration.ofHours(2));
    return new TraceQuery("shop", null, tags, START, end, Duration.ofMillis(3), null, 100);
  }

  private static TraceId traceId(int trace) {
    return new TraceId(trace % 2, trace + 1L);
  }

  /// All that a span can have.
  private static List<Span> spans(int trace) {
    var spans = new ArrayList<Span>();
    for (int i = 0; i < SPANS_OF_TRACE; i++) {
      long start = (START.toEpochMilli() + trace * 1_000L + i) * 1_000_000L + 7;
      spans.add(
          new Span(
              traceId(trace),
              new SpanId(trace * 100L + i + 1),
              "operation-" + (trace + i) % 3,
              references(trace, i),
              1,
              start,
              5_000_000L + i,
              tags(trace, i),
              List.of(
                  new Log(start + 10, List.of(Tag.of("event", "retry"), Tag.of("n", (long) i)))),
              new Process(i == 3 ? "cart" : "shop", List.of(Tag.of("host", "node-1"))),
              List.of()));
    }
    return spans;
  }

  private static List<Reference> references(int trace, int i) {
    return i == 0
        ? List.of()
        : List.of(
            Reference.childOf(traceId(trace), new SpanId(trace * 100L + i)),
            Reference.followsFrom(new TraceId(9, 9), new SpanId(9)));
  }

  private static List<Tag> tags(int trace, int i) {
    return List.of(
        Tag.of("span.kind", i == 0 ? "server" : "client"),
        Tag.of("rare", "value-" + trace),
        Tag.of("id", "%016x".formatted(trace * 0x9e3779b97f4a7c15L)),
        Tag.of("error", i == 2),
        Tag.of("count", -1L - trace),
        Tag.of("share", 0.25 * i),
        Tag.of("raw", new byte[] {0, (byte) trace, -1}),
        Tag.of("text", "Grüße, žluťoučký " + i));
  }

  private SegmentDirectory open(Path where) throws IOException {
    return SegmentDirectory.open(new FileDisk(), where, LIMITS, () -> NOW, () -> 42, events);
  }

  private static void write(SegmentDirectory opened, int from, int to) {
    var encoder = new FrameEncoder();
    for (int trace = from; trace < to; trace++) {
      for (List<Span> half : List.of(spans(trace).subList(0, 2), spans(trace).subList(2, 4))) {
        byte[] frame = encoder.encode(half.stream().map(FlatSpan::of).toList());
        opened.engine().append(frame).await();
      }
    }
  }

  private void writeWhereMissing(Path kept) throws IOException {
    if (Files.exists(kept) || !Boolean.getBoolean("golden.update")) {
      return;
    }
    var opened = open(kept);
    write(opened, 0, TRACES);
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (opened.spans() < 50 || indexes(kept) != 3) {
      assertThat(System.nanoTime()).as("waited for 30 s").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
    opened.close(Duration.ofSeconds(10));
    Files.deleteIfExists(kept.resolve(FileNames.LOCK));
  }

  private static long indexes(Path kept) throws IOException {
    try (Stream<Path> files = Files.list(kept)) {
      return files.filter(file -> file.getFileName().toString().startsWith("index-")).count();
    }
  }

  private void copy(Path kept) throws IOException {
    try (Stream<Path> files = Files.list(kept)) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
  }
}
