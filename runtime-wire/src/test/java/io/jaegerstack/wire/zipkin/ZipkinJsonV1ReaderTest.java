package io.jaegerstack.wire.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Zipkin's first model in JSON as Jaeger's collector understands it.
class ZipkinJsonV1ReaderTest {
  private static final String IDS = "\"traceId\":\"a\",\"id\":\"ff\"";

  private final ZipkinJsonV1Reader reader = new ZipkinJsonV1Reader(new InternTable());

  @Test
  void aCallOfBothSidesIsTwoSpans() {
    List<Span> read =
        spans(
            "\"annotations\":[%s,%s,%s,%s]"
                .formatted(at(100, "cs"), at(110, "sr"), at(120, "ss"), at(140, "cr")));
    assertThat(read).hasSize(2);
    assertThat(read.getFirst().startNanos()).isEqualTo(100_000);
    assertThat(read.getFirst().durationNanos()).isEqualTo(40_000);
    assertThat(read.getFirst().tags()).containsExactly(Tag.of("span.kind", "client"));
    assertThat(read.getLast().startNanos()).isEqualTo(110_000);
    assertThat(read.getLast().durationNanos()).isEqualTo(10_000);
    assertThat(read.getLast().tags()).containsExactly(Tag.of("span.kind", "server"));
    assertThat(read)
        .extracting(Span::process)
        .containsOnly(new Process("web", List.of(Tag.of("ip", 0x0a000001L))));
  }

  private static String at(long micros, String value) {
    return "{\"timestamp\":%d,\"value\":\"%s\",\"endpoint\":{\"serviceName\":\"web\",\"ipv4\":\"10.0.0.1\"}}"
        .formatted(micros, value);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "value":"text"                             | STRING  | text
          "value":"text","type":"STRING"             | STRING  | text
          "value":true                               | BOOL    | true
          "value":false,"type":"BOOL"                | BOOL    | false
          "value":"true","type":"BOOL"               | BOOL    | true
          "value":-300,"type":"I16"                  | INT64   | -300
          "type":"I32","value":70000                 | INT64   | 70000
          "value":9007199254740993,"type":"I64"      | INT64   | 9007199254740993
          "value":"-9223372036854775808","type":"I64"| INT64   | -9223372036854775808
          "value":-2.5,"type":"DOUBLE"               | FLOAT64 | -2.5
          "value":"AQI=","type":"BYTES"              | BINARY  | [1, 2]
          "value":5                                  | STRING  | 5
          "value":"x","type":"NEW"                   | STRING  | x
          "value":null                               | STRING  | ~~
          """)
  void everyTypeOfValueIsATag(String members, String type, String expected) {
    Tag tag =
        spans("\"binaryAnnotations\":[{\"key\":\"k\"," + members + "}]")
            .getFirst()
            .tags()
            .getFirst();
    assertThat(tag.value().type().name()).isEqualTo(type);
    assertThat(text(tag)).isEqualTo(expected);
  }

  private static String text(Tag tag) {
    return switch (tag.value()) {
      case Tag.Text(var text) -> text;
      case Tag.Bool(var flag) -> Boolean.toString(flag);
      case Tag.Int64(var number) -> Long.toString(number);
      case Tag.Float64(var number) -> Double.toString(number);
      case Tag.Binary(var bytes) -> Arrays.toString(bytes);
    };
  }

  @Test
  void anAddressIsThePeers() {
    Span read =
        spans(
                "\"binaryAnnotations\":[{\"key\":\"sa\",\"value\":true,\"endpoint\":{\"serviceName\":\"db\",\"ipv4\":\"10.0.0.2\",\"port\":5432}}]")
            .getFirst();
    assertThat(read.tags())
        .containsExactly(
            Tag.of("peer.service", "db"),
            Tag.of("peer.ipv4", 0x0a000002L),
            Tag.of("peer.port", 5432L));
  }

  @Test
  void aSpanThatSaysNothingOfItselfIsNobodys() {
    Span read = spans("\"name\":\"get\"").getFirst();
    assertThat(read.process()).isEqualTo(new Process("unknown-service-name", List.of()));
    assertThat(read.durationNanos()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "binaryAnnotations":[{"value":"x"}]     | binary annotation has no key
          "binaryAnnotations":[{"key":"k","value":{}}] | JSON has '{', expected a value
          "binaryAnnotations":[{"key":"k","value":"x","type":"I32"}] | value is "x", expected a number
          "binaryAnnotations":[{"key":"k","value":1.5,"type":"I64"}] | value is "1.5", expected a whole number
          "binaryAnnotations":[{"key":"k","value":40000,"type":"I16"}] | value is "40000", expected a number of 16 bits
          "binaryAnnotations":[{"key":"k","value":2,"type":"BOOL"}] | value is "2", expected true or false
          "binaryAnnotations":[{"key":"k","value":"!","type":"BYTES"}] | value is "!", expected Base64
          "annotations":[{"timestamp":-1e400}]    | timestamp is "-1e400"
          "tags":{}                               | span has tags, of Zipkin's second model (/api/v2/spans)
          "localEndpoint":{}                      | span has localEndpoint, of Zipkin's second model
          """)
  void whatIsNotRightIsNamed(String member, String message) {
    assertThatThrownBy(() -> spans(member))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("at byte ");
  }

  private List<Span> spans(String member) {
    return reader
        .read(("[{" + IDS + "," + member + "}]").getBytes(StandardCharsets.UTF_8))
        .toSpans();
  }
}
