package io.jaegerstack.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {
  /// Expected values were printed by Go's `strconv.FormatFloat(v, 'g', 10, 64)`.
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5",
    "200, 200",
    "3.141592653589793, 3.141592654",
    "1e21, 1e+21",
    "12345678901, 1.23456789e+10",
    "1234567890, 1234567890",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "0.00000015, 1.5e-07",
    "-2.5, -2.5",
    "0, 0",
    "NaN, NaN",
    "-Infinity, -Inf",
    "1e100, 1e+100",
  })
  void writesFloatsAsJaegerDoes(double value, String text) {
    assertThat(FloatText.of(value)).isEqualTo(text);
  }

  @Test
  void theShortWayAndTheLongWayAgree() {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int i = 0; i < 200_000; i++) {
      double value =
          random.nextInt(-9_999_999, 10_000_000)
              / Math.pow(10, random.nextInt(9))
              * (random.nextInt(4) == 0 ? random.nextDouble() : 1);
      if (value != 0) {
        assertThat(FloatText.of(value)).isEqualTo(FloatText.rounded(value));
      }
    }
  }
}
