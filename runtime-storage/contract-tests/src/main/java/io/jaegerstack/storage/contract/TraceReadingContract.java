package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Room;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What [io.jaegerstack.storage.SpanReader#trace] must give back.
public abstract class TraceReadingContract extends StorageContract {
  /// More than a search of Elasticsearch returns at once (`index.max_result_window`, 10,000).
  private static final int SPANS_OF_A_LARGE_TRACE = 10_500;

  @Test
  void givesBackEveryFieldOfASpan() {
    TraceId trace = TestSpan.newTraceId();
    Span span =
        TestSpan.of(TestSpan.newName("shop"), "GET /cart")
            .in(trace)
            .reference(Reference.childOf(trace, new SpanId(7)))
            .reference(Reference.followsFrom(TestSpan.newTraceId(), new SpanId(8)))
            .flags(FlatSpan.SAMPLED | FlatSpan.DEBUG)
            .duration(Duration.ofMillis(1234))
            .tag("http.method", "GET")
            .processTag(Tag.of("hostname", "node-1"))
            .processTag(Tag.of("pid", 42L))
            .log(TestSpan.START.plusMillis(1), Tag.of("event", "cache miss"), Tag.of("size", 12L))
            .log(TestSpan.START.plusMillis(2), Tag.of("event", "retry"))
            .build();
    write(span);
    assertThat(read(trace)).containsExactly(span);
  }

  @Test
  void givesBackTagsOfAllFiveTypesInOrder() {
    Span span =
        TestSpan.of(TestSpan.newName("shop"), "tags")
            .tag("text", "words")
            .tag("text", "the same key again")
            .tag(Tag.of("no", false))
            .tag(Tag.of("yes", true))
            .tag(Tag.of("smallest", Long.MIN_VALUE))
            .tag(Tag.of("largest", Long.MAX_VALUE))
            .tag(Tag.of("half", 0.5))
            .tag(Tag.of("whole", 3.0))
            .tag(Tag.of("tiny", -1.5e-7))
            .tag(Tag.of("bytes", new byte[] {0, 1, (byte) 0xff}))
            .tag(Tag.of("no bytes", new byte[0]))
            .build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
  }

  @Test
  void givesBackFloatsToTheLastBit() {
    needs(Gap.FLOAT_DIGITS);
    Span span = TestSpan.of(TestSpan.newName("shop"), "tags").tag(Tag.of("pi", Math.PI)).build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
  }

  @Test
  void givesBackFloatsThatAreNoNumbers() {
    Span span =
        TestSpan.of(TestSpan.newName("shop"), "tags")
            .tag(Tag.of("nan", Double.NaN))
            .tag(Tag.of("up", Double.POSITIVE_INFINITY))
            .tag(Tag.of("down", Double.NEGATIVE_INFINITY))
            .build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
  }

  @Test
  void givesBackTimesAtTheSchemasPrecision() {
    Span span =
        TestSpan.of(TestSpan.newName("shop"), "precise")
            .start(TestSpan.START.plusNanos(123_456_789))
            .duration(Duration.ofNanos(1_234_567))
            .log(TestSpan.START.plusNanos(223_456_789), Tag.of("event", "x"))
            .build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(kept(span));
  }

  @Test
  void givesBackASpanWithNothingInIt() {
    Span span = TestSpan.of(TestSpan.newName("bare"), "").flags(0).duration(Duration.ZERO).build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
  }

  @Test
  void givesBackASpanWithoutServiceName() {
    Span span = TestSpan.of("", "nameless").build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
  }

  @Test
  void tellsTraceIdsOf64And128BitsApart() {
    String service = TestSpan.newName("ids");
    long low = TestSpan.newTraceId().low() >>> 8;
    Span narrow = TestSpan.of(service, "narrow").in(new TraceId(0, low)).build();
    Span wide = TestSpan.of(service, "wide").in(new TraceId(5, low)).build();
    write(narrow, wide);
    assertThat(read(narrow.traceId())).containsExactly(narrow);
    assertThat(read(wide.traceId())).containsExactly(wide);
    assertThat(reader().findTraceIds(spansOf(service)))
        .containsExactlyInAnyOrder(narrow.traceId(), wide.traceId());
  }

  @Test
  void givesBackIdsWithTheirHighestBitSet() {
    Span span =
        TestSpan.of(TestSpan.newName("ids"), "high")
            .in(new TraceId(TestSpan.newTraceId().high() | Long.MIN_VALUE, -1))
            .id(new SpanId(Long.MIN_VALUE))
            .build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
  }

  @Test
  void hasNothingForAnUnknownId() {
    assertThat(reader().trace(TestSpan.newTraceId(), Room.UNBOUNDED)).isEmpty();
  }

  @Test
  void gathersTheSpansOfSeveralServicesAndWrites() {
    Span root = TestSpan.of(TestSpan.newName("shop"), "GET /").build();
    Span child = TestSpan.of(TestSpan.newName("stock"), "count").childOf(root).build();
    Span grandchild = TestSpan.of(TestSpan.newName("sql"), "SELECT").childOf(child).build();
    write(grandchild);
    write(root, child);
    assertThat(read(root.traceId())).containsExactlyInAnyOrder(root, child, grandchild);
  }

  @Test
  void givesBackALargeTraceWhole() {
    TraceId trace = TestSpan.newTraceId();
    String service = TestSpan.newName("batch");
    var spans =
        IntStream.range(0, SPANS_OF_A_LARGE_TRACE)
            .mapToObj(i -> TestSpan.of(service, "step").in(trace).id(new SpanId(i + 1L)).build())
            .toList();
    write(List.of(SpanBatch.of(spans)));
    assertThat(read(trace)).extracting(Span::spanId).doesNotHaveDuplicates().hasSize(spans.size());
  }
}
