package io.jaegerstack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdTest {
  @ParameterizedTest
  @CsvSource({
    "1, 0000000000000001",
    "abcdef, 0000000000abcdef",
    "00000000000000010000000000000002, 00000000000000010000000000000002",
    "10000000000000002, 00000000000000010000000000000002",
    "ffffffffffffffff, ffffffffffffffff",
  })
  void readsWhatJaegerWritesAndUsersShorten(String text, String canonical) {
    assertThat(TraceId.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "xyz", "000000000000000000000000000000001", "-1", "1 "})
  void refusesWhatIsNoTraceId(String text) {
    assertThatThrownBy(() -> TraceId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("1 to 32 hexadecimal digits");
  }

  @Test
  void spanIdsHaveSixteenDigits() {
    assertThat(SpanId.parse("ab")).hasToString("00000000000000ab");
    assertThatThrownBy(() -> SpanId.parse("00000000000000001")).hasMessageContaining("1 to 16");
  }
}
