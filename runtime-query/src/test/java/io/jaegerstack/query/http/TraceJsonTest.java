package io.jaegerstack.query.http;

import static io.jaegerstack.query.Spans.TRACE;
import static io.jaegerstack.query.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceJsonTest {
  @Test
  void writesEveryFieldAsJaegerDoes() throws IOException {
    var id = new TraceId(0x1234567890abcdefL, 0x42);
    var shop = new Process("shop", List.of(Tag.of("hostname", "h"), Tag.of("ip", "1.2.3.4")));
    var root =
        new Span(
            id,
            new SpanId(1),
            "GET /cart",
            List.of(),
            1,
            1_500_000_000_123_456_789L,
            5_999,
            List.of(
                Tag.of("s", "text"),
                Tag.of("b", true),
                Tag.of("i", 42),
                Tag.of("f", 0.5),
                Tag.of("x", new byte[] {1, 2, (byte) 0xff})),
            List.of(new Log(1_500_000_000_123_457_000L, List.of(Tag.of("event", "retry")))),
            shop,
            List.of());
    var child =
        new Span(
            id,
            new SpanId(2),
            "query",
            List.of(
                Reference.childOf(id, new SpanId(1)),
                Reference.followsFrom(new TraceId(0, 7), new SpanId(9))),
            0,
            1_500_000_000_123_457_000L,
            0,
            List.of(),
            List.of(),
            new Process("db", List.of()),
            List.of("clock"));

    assertThat(json(new Trace(id, List.of(root, child, child))))
        .isEqualTo(Golden.read("trace.json"));
  }

  @Test
  void escapesWhatHtmlAndJavaScriptWouldTakeForTheirOwn() throws IOException {
    assertThat(value("</script>&\"\\\n\u0001\u2028é€😀"))
        .isEqualTo("\"\\u003c/script\\u003e\\u0026\\\"\\\\\\n\\u0001\\u2028é€😀\"");
  }

  @Test
  void replacesHalvesOfCharacters() throws IOException {
    assertThat(value("a\ud83db\ude00")).isEqualTo("\"a\ufffdb\ufffd\"");
  }

  @Test
  void writesIntegersThatJavaScriptCannotHoldAsText() throws IOException {
    assertThat(value(9_007_199_254_740_991L)).isEqualTo("9007199254740991");
    assertThat(value(9_007_199_254_740_992L)).isEqualTo("\"9007199254740992\"");
    assertThat(value(Long.MIN_VALUE)).isEqualTo("\"-9223372036854775808\"");
  }

  @Test
  void writesDoublesAsGoDoes() throws IOException {
    assertThat(value(200.0)).isEqualTo("200");
    assertThat(value(0.1)).isEqualTo("0.1");
    assertThat(value(-0.0)).isEqualTo("-0");
    assertThat(value(1e20)).isEqualTo("100000000000000000000");
    assertThat(value(1.5e21)).isEqualTo("1.5e+21");
    assertThat(value(-1.5e-7)).isEqualTo("-1.5e-7");
    assertThat(value(Double.NaN)).isEqualTo("\"NaN\"");
    assertThat(value(Double.NEGATIVE_INFINITY)).isEqualTo("\"-Inf\"");
  }

  @Test
  void textLongerThanTheBufferArrivesWhole() throws IOException {
    String text = "0123456789é".repeat(10_000);

    assertThat(value(text)).isEqualTo("\"" + text + "\"");
  }

  @Test
  void equalProcessesBecomeOne() throws IOException {
    String json =
        json(
            new Trace(
                TRACE,
                List.of(
                    span(1).withProcess(new Process("a", List.of(Tag.of("k", 1)))),
                    span(2).withProcess(new Process("a", List.of(Tag.of("k", 1)))),
                    span(3).withProcess(new Process("a", List.of(Tag.of("k", 2)))))));

    assertThat(json).contains("\"p1\":", "\"p2\":").doesNotContain("\"p3\"");
  }

  private static String value(String text) throws IOException {
    return valueOf(Tag.of("k", text));
  }

  private static String value(long number) throws IOException {
    return valueOf(Tag.of("k", number));
  }

  private static String value(double number) throws IOException {
    return valueOf(Tag.of("k", number));
  }

  private static String valueOf(Tag tag) throws IOException {
    String json = json(new Trace(TRACE, List.of(span(1, tag))));
    int from = json.indexOf("\"value\":") + "\"value\":".length();
    return json.substring(from, json.indexOf("}],\"logs\""));
  }

  private static String json(Trace trace) throws IOException {
    var out = new ByteArrayOutputStream();
    TraceJson.write(trace, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
