package io.jaegerstack.wire.json;

import java.math.BigDecimal;

/// Doubles as Go's `encoding/json` writes them: the shortest digits that give the same double,
/// plain from 1e-6 to below 1e21, else with an exponent.
final class JsonNumbers {
  private static final double PLAIN_FROM = 1e-6;
  private static final double PLAIN_BELOW = 1e21;

  private JsonNumbers() {}

  static String text(double number) {
    if (number == 0) {
      return 1 / number < 0 ? "-0" : "0";
    }
    var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    double size = Math.abs(number);
    if (size >= PLAIN_FROM && size < PLAIN_BELOW) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = decimal.precision() - decimal.scale() - 1;
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e" : "e+")
        + exponent;
  }
}
