package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What [io.jaegerstack.storage.SpanReader#findTraces] must find by tags.
public abstract class TagSearchContract extends StorageContract {
  private final String service = TestSpan.newName("shop");

  private List<TraceId> find(Map<String, String> tags) {
    return reader().findTraceIds(withTags(service, tags));
  }

  @Test
  void findsTagsOfSpans() {
    Span span = TestSpan.of(service, "GET /").tag("http.method", "GET").build();
    write(span, TestSpan.of(service, "PUT /").tag("http.method", "PUT").build());
    assertThat(find(Map.of("http.method", "GET"))).containsExactly(span.traceId());
  }

  @Test
  void findsTagsOfProcesses() {
    Span span = TestSpan.of(service, "GET /").processTag(Tag.of("hostname", "node-1")).build();
    write(span, TestSpan.of(service, "GET /").processTag(Tag.of("hostname", "node-2")).build());
    assertThat(find(Map.of("hostname", "node-1"))).containsExactly(span.traceId());
  }

  @Test
  void findsFieldsOfLogs() {
    Span span =
        TestSpan.of(service, "GET /")
            .log(TestSpan.START, Tag.of("event", "start"))
            .log(TestSpan.START, Tag.of("event", "cache miss"), Tag.of("size", 12L))
            .build();
    write(span, TestSpan.of(service, "GET /").log(TestSpan.START, Tag.of("event", "x")).build());
    assertThat(find(Map.of("event", "cache miss"))).containsExactly(span.traceId());
    assertThat(find(Map.of("size", "12"))).containsExactly(span.traceId());
  }

  @Test
  void findsTextsFlagsAndNumbersByTheirText() {
    Span span =
        TestSpan.of(service, "GET /")
            .tag("text", "some words")
            .tag(Tag.of("flag", true))
            .tag(Tag.of("number", -200L))
            .tag(Tag.of("ratio", 0.25))
            .build();
    write(span);
    var texts = Map.of("text", "some words", "flag", "true", "number", "-200", "ratio", "0.25");
    texts.forEach(
        (key, value) ->
            assertThat(find(Map.of(key, value))).as(key).containsExactly(span.traceId()));
    assertThat(find(texts)).containsExactly(span.traceId());
  }

  @Test
  void findsBytesByTheirHexadecimalDigits() {
    needs(Gap.BINARY_SEARCH);
    Span span =
        TestSpan.of(service, "GET /")
            .tag(Tag.of("bytes", new byte[] {(byte) 0xca, (byte) 0xfe}))
            .build();
    write(span);
    assertThat(find(Map.of("bytes", "cafe"))).containsExactly(span.traceId());
  }

  @Test
  void takesValuesExactly() {
    write(TestSpan.of(service, "GET /").tag("text", "some words").build());
    assertThat(find(Map.of("text", "some"))).isEmpty();
    assertThat(find(Map.of("text", "Some words"))).isEmpty();
    assertThat(find(Map.of("text", "some *"))).isEmpty();
    assertThat(find(Map.of("text", ""))).isEmpty();
    assertThat(find(Map.of("Text", "some words"))).isEmpty();
  }

  @Test
  void wantsKeyAndValueOfOneTag() {
    write(TestSpan.of(service, "GET /").tag("a", "1").tag("b", "2").build());
    assertThat(find(Map.of("a", "2"))).isEmpty();
  }

  @Test
  void findsAnyOfTheValuesOfAKeyThatComesTwice() {
    Span span = TestSpan.of(service, "GET /").tag("a", "1").tag("a", "2").build();
    write(span);
    assertThat(find(Map.of("a", "1"))).containsExactly(span.traceId());
    assertThat(find(Map.of("a", "2"))).containsExactly(span.traceId());
  }

  @Test
  void wantsAllTagsOnOneSpanWhereverTheyAre() {
    Span span =
        TestSpan.of(service, "GET /")
            .tag("mine", "1")
            .processTag(Tag.of("process", "2"))
            .log(TestSpan.START, Tag.of("log", "3"))
            .build();
    Span child = TestSpan.of(service, "count").childOf(span).tag("its", "4").build();
    write(span, child);
    assertThat(find(Map.of("mine", "1", "process", "2", "log", "3")))
        .containsExactly(span.traceId());
    assertThat(find(Map.of("mine", "1", "its", "4"))).isEmpty();
  }
}
