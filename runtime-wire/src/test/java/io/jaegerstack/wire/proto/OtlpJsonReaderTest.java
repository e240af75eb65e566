package io.jaegerstack.wire.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Tag;
import io.jaegerstack.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonReaderTest {
  private static final String IDS =
      "\"traceId\":\"0000000000000001000000000000000a\",\"spanId\":\"00000000000000ff\"";

  private final OtlpJsonReader reader = new OtlpJsonReader(new InternTable());

  @Test
  void integersAreNumbersOrStrings() {
    for (String time : List.of("1700000000000000001", "\"1700000000000000001\"")) {
      assertThat(span("\"startTimeUnixNano\":" + time).startNanos)
          .isEqualTo(1_700_000_000_000_000_001L);
    }
    assertThat(span("\"startTimeUnixNano\":1.7e18").startNanos)
        .isEqualTo(1_700_000_000_000_000_000L);
  }

  @Test
  void wholeNumbersOfJavaScriptThatAreBeyond64BitsStayDoubles() {
    assertThat(attribute("9007199254740993")).isEqualTo(Tag.of("n", 9007199254740993L));
    assertThat(attribute("-9223372036854775807")).isEqualTo(Tag.of("n", -Long.MAX_VALUE));
    // -2^63 and 2^63 in JavaScript's shortest digits
    assertThat(attribute("-9223372036854776000")).isEqualTo(Tag.of("n", Long.MIN_VALUE));
    assertThat(attribute("9223372036854776000")).isEqualTo(Tag.of("n", 0x1p63));
    assertThat(attribute("1.5e+300")).isEqualTo(Tag.of("n", 1.5e300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e999", "\"9223372036854775808\"", "\"1.5e+300\""})
  void otherNumbersAreNoIntegers(String number) {
    assertThatThrownBy(() -> attribute(number))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("expected a 64-bit integer");
  }

  private Tag attribute(String number) {
    String value = "{\"key\":\"n\",\"value\":{\"intValue\":" + number + "}}";
    return span("\"attributes\":[" + value + "]").tags.toList().getFirst();
  }

  @Test
  void membersHaveEitherOfProtobufsTwoNames() {
    FlatSpan span = span("\"start_time_unix_nano\":\"5\",\"parent_span_id\":\"0000000000000009\"");
    assertThat(span.startNanos).isEqualTo(5);
    assertThat(span.references).hasSize(1);
  }

  @Test
  void enumsAreNumbersOrNames() {
    for (String kind : List.of("2", "\"SPAN_KIND_SERVER\"")) {
      assertThat(span("\"kind\":" + kind).tags.toList())
          .containsExactly(Tag.of("span.kind", "server"));
    }
    assertThat(span("\"kind\":\"SPAN_KIND_NEW\"").tags.toList()).isEmpty();
  }

  @Test
  void unknownMembersAndNullsArePassedOver() {
    assertThat(
            span("\"new\":{\"a\":[1,{\"b\":null}],\"c\":\"\\u0041\"},\"name\":null")
                .operation
                .text())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "traceId":"AAAAAAAAAAEAAAAAAAAACg=="  | id is "AAAAAAAAAAEAAAAAAAAACg==", expected hexadecimal digits
          "startTimeUnixNano":1.5               | number is "1.5", expected a 64-bit integer
          "startTimeUnixNano":"1e999999999"     | number is "1e999999999", expected a 64-bit integer
          "name":5                              | JSON has '5', expected '"'
          "name":"\\x"                          | unknown escape
          "attributes":[{"key":"k","value":{"bytesValue":"!"}}] | bytes are "!", expected base64
          """)
  void whatIsNotRightIsNamed(String member, String message) {
    assertThatThrownBy(() -> span(member))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("at byte ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{}{}", "{\"resourceSpans\":[}", "nul", "{\"a\":\"", "{\"a\" 1}"})
  void whatIsNoJsonObjectIsRefused(String json) {
    assertThatThrownBy(() -> reader.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void nestingIsBounded() {
    String json = "{\"x\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> reader.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("nested deeper than 200");
  }

  @Test
  void aNumberOfAMegabyteIsRefused() {
    String json = "{\"x\":" + "9".repeat(1_000_000) + "}";
    assertThatThrownBy(() -> reader.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("number has more than 64 characters");
  }

  private FlatSpan span(String members) {
    String json =
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + IDS + "," + members + "}]}]}]}";
    return reader.read(json.getBytes(StandardCharsets.UTF_8)).span(0);
  }
}
