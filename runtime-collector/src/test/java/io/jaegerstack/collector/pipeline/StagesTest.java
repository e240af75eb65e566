package io.jaegerstack.collector.pipeline;

import static io.jaegerstack.collector.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StagesTest {
  /// Not UTF-8: a continuation byte without a first one.
  private static final byte[] BAD = {'a', (byte) 0x80, 'b'};

  private static final Key BAD_KEY = new InternTable().intern(BAD, 0, BAD.length);

  @Test
  void namesWhatCameWithoutAName() {
    Span named = apply(new EmptyNames(), span("", "", 5));
    assertThat(named.process().serviceName()).isEqualTo("empty-service-name");
    assertThat(named.operationName()).isEqualTo("empty-span-name");
  }

  @Test
  void leavesNamesAlone() {
    Span span = span("shop", "GET /", 5);
    assertThat(apply(new EmptyNames(), span)).isEqualTo(span);
  }

  @Test
  void makesANegativeDurationTheShortestAndSaysSo() {
    Span repaired = apply(new NegativeDurations(), span("shop", "GET /", -7_000));
    assertThat(repaired.durationNanos()).isEqualTo(1);
    assertThat(repaired.tags())
        .containsExactly(Tag.of("@jaeger@warnings", "duration was -7000 ns, stored as 1 ns"));
  }

  @Test
  void leavesADurationOfZeroAlone() {
    Span span = span("shop", "GET /", 0);
    assertThat(apply(new NegativeDurations(), span)).isEqualTo(span);
  }

  @Test
  void addsTagsToTheProcessOfEachSpanOnce() {
    var shop = FlatProcess.of(span("shop").process());
    var till = FlatProcess.of(span("till").process());
    var batch = SpanBatch.of(List.of(span("a"), span("b"), span("c")));
    batch.span(0).process = shop;
    batch.span(1).process = till;
    batch.span(2).process = shop;

    new CollectorTags(Map.of("zone", "eu")).apply(batch, Origin.OTLP_GRPC);

    assertThat(batch.toSpans())
        .extracting(Span::process)
        .allSatisfy(
            process ->
                assertThat(process.tags())
                    .containsExactly(Tag.of("ip", "10.0.0.1"), Tag.of("zone", "eu")));
  }

  @Test
  void keepsTextThatIsNotUtf8AsBinary() {
    var flat = FlatSpan.of(span("shop"));
    flat.tags = new FlatTags(BAD, 2);
    flat.tags.addString(Key.of("good"), 0, 1);
    flat.tags.addString(Key.of("bad"), 0, 3);

    assertThat(repaired(flat).tags()).containsExactly(Tag.of("good", "a"), Tag.of("bad", BAD));
  }

  @Test
  void keepsAKeyThatIsNotUtf8BesideItsValue() {
    var flat = FlatSpan.of(span("shop"));
    flat.tags = new FlatTags(BAD, 2);
    flat.tags.addInt64(BAD_KEY, 42);
    flat.tags.addString(BAD_KEY, 0, 3);

    assertThat(repaired(flat).tags())
        .containsExactly(
            Tag.of("invalid-tag-key-1", bytes("a\u0080b:42")),
            Tag.of("invalid-tag-key-2", bytes("a\u0080b:a\u0080b")));
  }

  @Test
  void keepsNamesThatAreNotUtf8AsTags() {
    var flat = FlatSpan.of(span("shop"));
    flat.operation = BAD_KEY;
    flat.process = new FlatProcess(BAD_KEY, new FlatTags(new byte[0], 0));

    Span repaired = repaired(flat);
    assertThat(repaired.operationName()).isEqualTo("invalid-span-name");
    assertThat(repaired.tags()).containsExactly(Tag.of("invalid-span-name", BAD));
    assertThat(repaired.process().serviceName()).isEqualTo("invalid-service-name");
    assertThat(repaired.process().tags()).containsExactly(Tag.of("invalid-service-name", BAD));
  }

  @Test
  void repairsLogsToo() {
    var flat = FlatSpan.of(span("shop"));
    var fields = new FlatTags(BAD, 1);
    fields.addString(Key.of("event"), 0, 3);
    flat.logs = new FlatLog[] {new FlatLog(5, fields)};

    assertThat(repaired(flat).logs().getFirst().fields()).containsExactly(Tag.of("event", BAD));
  }

  @Test
  void copiesTheLogsOfASpanOnceHoweverManyAreRepaired() {
    FlatSpan span = FlatSpan.of(span("shop"));
    var bad = FlatTags.of(List.of());
    bad.addString(BAD_KEY, Key.of("v"));
    span.logs = new FlatLog[20_000];
    Arrays.fill(span.logs, new FlatLog(1, bad));
    var batch = new SpanBatch(new byte[0]);
    batch.add(span);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    new InvalidText().apply(batch, Origin.JAEGER_GRPC);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes, of which a copy of all logs is 80,000")
        .isLessThan(span.logs.length * 16_000L);
    assertThat(span.logs).allMatch(log -> log.fields().key(0).equals(Key.of("invalid-tag-key-1")));
  }

  @Test
  void leavesGoodTextAloneInEveryScript() {
    Span span = span("šop", "GET /žluť/日本/😀", 5, Tag.of("emoji", "12345678😀"), Tag.of("n", 1L));
    var flat = FlatSpan.of(span);
    FlatTags before = flat.tags;
    assertThat(repaired(flat)).isEqualTo(span);
    assertThat(flat.tags).as("not copied").isSameAs(before);
  }

  private static Span repaired(FlatSpan flat) {
    var batch = new SpanBatch(new byte[0]);
    batch.add(flat);
    new InvalidText().apply(batch, Origin.JAEGER_GRPC);
    return batch.span(0).toSpan();
  }

  private static Span apply(Stage stage, Span span) {
    var batch = SpanBatch.of(List.of(span));
    stage.apply(batch, Origin.JAEGER_GRPC);
    return batch.span(0).toSpan();
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
