package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Documents of other writers: older Jaegers, and ones with fields that we do not know.
class EsSpanDecoderTest {
  private static Span decoded(String document) throws IOException {
    var fields = new TagFields(SettingValues.defaults(Catalogue.of(Component.QUERY)));
    try (JsonParser in = Json.FACTORY.createParser(document)) {
      in.nextToken();
      return new EsSpanDecoder(fields).decode(in);
    }
  }

  @Test
  void readsIdsWithoutLeadingZeroes() throws IOException {
    Span span = decoded("{\"traceID\":\"1f\",\"spanID\":\"2\"}");
    assertThat(span.traceId()).isEqualTo(new TraceId(0, 0x1f));
    assertThat(span.spanId()).isEqualTo(new SpanId(2));
  }

  @Test
  void readsAParentThatIsInNoReference() throws IOException {
    Span span = decoded("{\"traceID\":\"1\",\"spanID\":\"2\",\"parentSpanID\":\"3\"}");
    assertThat(span.references())
        .containsExactly(Reference.childOf(new TraceId(0, 1), new SpanId(3)));
    assertThat(decoded("{\"traceID\":\"1\",\"spanID\":\"2\",\"parentSpanID\":\"0\"}").references())
        .isEmpty();
  }

  @Test
  void readsAParentOnceThatIsInAReferenceToo() throws IOException {
    Span span =
        decoded(
            "{\"traceID\":\"1\",\"spanID\":\"2\",\"parentSpanID\":\"3\",\"references\":["
                + "{\"refType\":\"FOLLOWS_FROM\",\"traceID\":\"01\",\"spanID\":\"03\"}]}");
    assertThat(span.references())
        .containsExactly(Reference.followsFrom(new TraceId(0, 1), new SpanId(3)));
  }

  @Test
  void readsValuesThatAreNoStrings() throws IOException {
    Span span =
        decoded(
            "{\"traceID\":\"1\",\"spanID\":\"2\",\"tags\":["
                + "{\"key\":\"a\",\"type\":\"int64\",\"value\":12},"
                + "{\"key\":\"b\",\"type\":\"bool\",\"value\":true},"
                + "{\"key\":\"c\",\"type\":\"int64\",\"value\":\"no number\"},"
                + "{\"key\":\"d\",\"value\":\"no type\"},"
                + "{\"key\":\"e\",\"type\":\"string\",\"value\":{\"x\":1}}]}");
    assertThat(span.tags())
        .containsExactly(
            Tag.of("a", 12L),
            Tag.of("b", true),
            Tag.of("c", "no number"),
            Tag.of("d", "no type"),
            Tag.of("e", "{x=1}"));
  }

  @Test
  void passesOverWhatItDoesNotKnow() throws IOException {
    Span span =
        decoded(
            "{\"scope\":{\"a\":[1]},\"traceID\":\"1\",\"spanID\":\"2\",\"logs\":"
                + "[{\"timestamp\":5,\"fields\":null,\"more\":{}}],\"tags\":null,\"references\":null,"
                + "\"process\":{\"serviceName\":\"s\",\"tags\":null,\"version\":{\"x\":[]}}}");
    assertThat(span.process().serviceName()).isEqualTo("s");
    assertThat(span.logs())
        .singleElement()
        .satisfies(log -> assertThat(log.timeNanos()).isEqualTo(5_000));
  }

  @Test
  void saysWhichIdIsNone() {
    assertThatThrownBy(() -> decoded("{\"traceID\":\"xyz\",\"spanID\":\"2\"}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("xyz");
  }
}
