package io.jaegerstack.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.wire.RandomSpans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class UiTraceTest {
  private static final TraceId TRACE = new TraceId(0, 0xabc);

  @Test
  void writesMembersInJaegersOrderAndForm() {
    var process = new Process("shop", List.of(Tag.of("ip", "10.0.0.1")));
    var span =
        new Span(
            TRACE,
            new SpanId(2),
            "GET /\"a\"",
            List.of(Reference.childOf(TRACE, new SpanId(1))),
            1,
            1_700_000_000_123_456_789L,
            2_500,
            List.of(Tag.of("b", true), Tag.of("i", 200L), Tag.of("x", new byte[] {1, 2, 3})),
            List.of(new Log(5_000, List.of(Tag.of("event", "retry")))),
            process,
            List.of("skewed"));

    assertThat(write(new Trace(TRACE, List.of(span))))
        .isEqualTo(
            """
            {"traceID":"0000000000000abc","spans":[{"traceID":"0000000000000abc",\
            "spanID":"0000000000000002","flags":1,"operationName":"GET /\\"a\\"",\
            "references":[{"refType":"CHILD_OF","traceID":"0000000000000abc",\
            "spanID":"0000000000000001"}],"startTime":1700000000123456,"duration":2,\
            "tags":[{"key":"b","type":"bool","value":true},\
            {"key":"i","type":"int64","value":200},\
            {"key":"x","type":"binary","value":"AQID"}],\
            "logs":[{"timestamp":5,"fields":[{"key":"event","type":"string","value":"retry"}]}],\
            "processID":"p1","warnings":["skewed"]}],\
            "processes":{"p1":{"serviceName":"shop",\
            "tags":[{"key":"ip","type":"string","value":"10.0.0.1"}]}},"warnings":null}""");
  }

  @Test
  void integersBeyondJavaScriptsReachAreStrings() {
    assertThat(tagValue(Tag.of("k", 9_007_199_254_740_991L))).isEqualTo("9007199254740991");
    assertThat(tagValue(Tag.of("k", 9_007_199_254_740_992L))).isEqualTo("\"9007199254740992\"");
    assertThat(tagValue(Tag.of("k", Long.MIN_VALUE))).isEqualTo("\"-9223372036854775808\"");
  }

  @Test
  void floatsAreWrittenAsGoWritesThem() {
    assertThat(tagValue(Tag.of("k", 200.0))).isEqualTo("200");
    assertThat(tagValue(Tag.of("k", 0.1))).isEqualTo("0.1");
    assertThat(tagValue(Tag.of("k", -0.0))).isEqualTo("-0");
    assertThat(tagValue(Tag.of("k", 1e-6))).isEqualTo("0.000001");
    assertThat(tagValue(Tag.of("k", 1.5e-7))).isEqualTo("1.5e-7");
    assertThat(tagValue(Tag.of("k", 1e20))).isEqualTo("100000000000000000000");
    assertThat(tagValue(Tag.of("k", -1e21))).isEqualTo("-1e+21");
    assertThat(tagValue(Tag.of("k", Double.NaN))).isEqualTo("\"NaN\"");
    assertThat(tagValue(Tag.of("k", Double.NEGATIVE_INFINITY))).isEqualTo("\"-Inf\"");
  }

  @Test
  void spansOfOneProcessShareItsId() throws IOException {
    var random = new RandomSpans(1);
    var shop = new Process("shop", List.of());
    var db = new Process("db", List.of());
    JsonNode json =
        parse(
            write(
                new Trace(TRACE, List.of(random.span(shop), random.span(db), random.span(shop)))));
    assertThat(json.get("spans"))
        .extracting(span -> span.get("processID").asText())
        .containsExactly("p1", "p2", "p1");
    assertThat(json.get("processes").get("p2").get("serviceName").asText()).isEqualTo("db");
  }

  @Test
  void whatIsWrittenIsJsonOfTheSameText() throws IOException {
    for (int seed = 0; seed < 200; seed++) {
      var random = new RandomSpans(seed);
      Process process = random.process();
      List<Span> spans = random.spans(3, process);
      JsonNode json = parse(write(new Trace(TRACE, spans)));
      for (int i = 0; i < spans.size(); i++) {
        assertSame(json.get("spans").get(i), spans.get(i));
      }
    }
  }

  private static void assertSame(JsonNode json, Span span) {
    assertThat(json.get("operationName").asText()).isEqualTo(span.operationName());
    assertThat(json.get("tags")).hasSameSizeAs(span.tags());
    for (int i = 0; i < span.tags().size(); i++) {
      Tag tag = span.tags().get(i);
      JsonNode value = json.get("tags").get(i).get("value");
      switch (tag.value()) {
        case Tag.Text(var text) -> assertThat(value.textValue()).isEqualTo(text);
        case Tag.Bool(var flag) -> assertThat(value.booleanValue()).isEqualTo(flag);
        case Tag.Int64(var number) -> assertThat(value.asLong()).isEqualTo(number);
        case Tag.Float64(var number) -> assertThat(value.doubleValue()).isEqualTo(number);
        case Tag.Binary(var bytes) ->
            assertThat(value.asText()).isBase64().asBase64Decoded().isEqualTo(bytes);
      }
    }
  }

  @Test
  void everyCharacterSurvives() throws IOException {
    var all = new StringBuilder();
    for (int point = 0; point < 0x11000; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        all.appendCodePoint(point);
      }
    }
    var bytes = new ByteArrayOutputStream();
    var writer = new JsonWriter(bytes).value(all.toString());
    writer.flush();
    assertThat(new ObjectMapper().readTree(bytes.toByteArray()).textValue())
        .isEqualTo(all.toString());
  }

  @Test
  void halfASurrogatePairBecomesTheReplacementCharacter() {
    assertThat(tagValue(Tag.of("k", "a\ud800b"))).isEqualTo("\"a\ufffdb\"");
    assertThat(tagValue(Tag.of("k", "\udc00"))).isEqualTo("\"\ufffd\"");
  }

  private static String tagValue(Tag tag) {
    var span = new RandomSpans(1).span(new Process("p", List.of()));
    String json = write(new Trace(TRACE, List.of(span.withTags(List.of(tag)))));
    int from = json.indexOf("\"value\":", json.indexOf("\"tags\":")) + "\"value\":".length();
    return json.substring(from, json.indexOf("}]", from));
  }

  private static String write(Trace trace) {
    var bytes = new ByteArrayOutputStream();
    var writer = new JsonWriter(bytes);
    UiTrace.write(trace, writer);
    writer.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode parse(String json) throws IOException {
    return new ObjectMapper().readTree(json);
  }
}
