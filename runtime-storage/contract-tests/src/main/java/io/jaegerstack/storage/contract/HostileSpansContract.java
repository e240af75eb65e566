package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Spans as nobody should send them: kept as they are, and found by what they hold.
public abstract class HostileSpansContract extends StorageContract {
  private static final int MEGABYTE = 1 << 20;

  static List<String> texts() {
    return List.of(
        "\"quoted\" 'twice'",
        "back\\slash \\u0041 \\n",
        "line\nbreak\r\n\ttab",
        "controls \u0000\u0001\u001f\u007f\u0085\u2028",
        "<script>alert(1)</script>&amp;",
        "__proto__",
        "constructor.prototype",
        "_id",
        "a..b.",
        ".",
        "*?~wild* AND NOT (x OR y)",
        "{\"index\":{\"_index\":\"evil\"}}\n{}",
        "'; DROP TABLE traces; --",
        "grüße 東京 🦊 مرحبا \u202eright to left",
        "e\u0301 is not \u00e9",
        " leading and trailing ",
        "${jndi:ldap://x/y}",
        "%s%n%d");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void keepsAndFindsHostileTextsInEveryPlace(String text) {
    String service = TestSpan.newName(text);
    Span span =
        TestSpan.of(service, text)
            .tag(text, text)
            .processTag(Tag.of("process " + text, text))
            .log(TestSpan.START, Tag.of("log " + text, text))
            .build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
    assertThat(reader().services()).contains(service);
    assertThat(reader().operations(service)).extracting(Operation::name).containsExactly(text);
    var tags = Map.of(text, text, "process " + text, text, "log " + text, text);
    assertThat(reader().findTraceIds(query(service, text, tags, null, null, 10)))
        .containsExactly(span.traceId());
  }

  @Test
  void keepsEmptyKeysAndValues() {
    Span span =
        TestSpan.of(TestSpan.newName("empty"), "x")
            .tag("", "")
            .tag("empty", "")
            .processTag(Tag.of("", ""))
            .log(TestSpan.START)
            .build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
  }

  @Test
  void keepsAValueOfAMegabyte() {
    Span span =
        TestSpan.of(TestSpan.newName("large"), "x")
            .tag("statement", "SELECT '".repeat(MEGABYTE / 8))
            .tag("small", "1")
            .build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
    assertThat(reader().findTraceIds(withTags(span.process().serviceName(), Map.of("small", "1"))))
        .containsExactly(span.traceId());
  }

  @Test
  void keepsLongNames() {
    String service = TestSpan.newName("s".repeat(10_000));
    Span span = TestSpan.of(service, "o".repeat(40_000)).tag("k".repeat(40_000), "v").build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
  }

  @Test
  void findsLongNamesAndValues() {
    needs(Gap.LONG_TEXTS);
    String service = TestSpan.newName("s".repeat(300));
    Span span = TestSpan.of(service, "x").tag("statement", "v".repeat(300)).build();
    write(span);
    assertThat(reader().services()).contains(service);
    assertThat(reader().findTraceIds(withTags(service, Map.of("statement", "v".repeat(300)))))
        .containsExactly(span.traceId());
  }

  @Test
  void keepsASpanWithManyTagsAndLogs() {
    TestSpan many = TestSpan.of(TestSpan.newName("many"), "x");
    for (int i = 0; i < 500; i++) {
      many.tag("key-" + i, "value-" + i).log(TestSpan.START.plusMillis(i), Tag.of("event", i));
    }
    Span span = many.build();
    write(span);
    assertThat(read(span.traceId())).containsExactly(span);
  }

  @Test
  void showsBytesThatAreNotUtf8AsReplacementCharacters() {
    byte[] bytes = {'o', 'k', (byte) 0xff, (byte) 0xc3, 'x'};
    var span = new FlatSpan(FlatProcess.of(new Process(TestSpan.newName("bytes"), List.of())));
    TraceId trace = TestSpan.newTraceId();
    span.traceIdHigh = trace.high();
    span.traceIdLow = trace.low();
    span.spanId = 1;
    span.startNanos = TestSpan.nanos(TestSpan.START);
    span.tags = new FlatTags(bytes, 1);
    span.tags.addString(Key.of("text"), 0, bytes.length);
    var batch = new SpanBatch(bytes);
    batch.add(span);
    write(List.of(batch));
    assertThat(read(trace).getFirst().tags()).containsExactly(Tag.of("text", "ok\ufffd\ufffdx"));
  }

  @Test
  void keepsSpansThatAreTheirOwnParent() {
    TraceId trace = TestSpan.newTraceId();
    var id = TestSpan.newSpanId();
    Span span =
        TestSpan.of(TestSpan.newName("loop"), "x")
            .in(trace)
            .id(id)
            .reference(Reference.childOf(trace, id))
            .build();
    write(span);
    assertThat(read(trace)).containsExactly(span);
  }

  @Test
  void keepsSpansOfClocksThatAreWrong() {
    TraceId trace = TestSpan.newTraceId();
    String service = TestSpan.newName("clock");
    Span past = TestSpan.of(service, "past").in(trace).start(Instant.EPOCH).build();
    Span future =
        TestSpan.of(service, "future")
            .in(trace)
            .start(TestSpan.START.plus(Duration.ofDays(2)))
            .build();
    var outcome = new RecordedOutcome();
    var batches = List.of(SpanBatch.of(List.of(past, future)));
    underTest().storage().writer().write(batches, outcome);
    outcome.assertAllStored(batches);
  }
}
