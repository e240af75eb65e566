package io.jaegerstack.query.http;

import java.math.BigDecimal;

/// Numbers as Go's `encoding/json` writes them and JavaScript can read them.
final class JsonNumber {
  /// Whole numbers beyond it change when JavaScript reads them.
  private static final long SAFE_IN_JAVASCRIPT = (1L << 53) - 1;

  /// Go writes doubles from here on, and below the next, with an exponent.
  private static final double LARGE = 1e21;

  private static final double SMALL = 1e-6;

  static boolean isSafe(long value) {
    return value <= SAFE_IN_JAVASCRIPT && value >= -SAFE_IN_JAVASCRIPT;
  }

  /// The shortest text that reads as this double, which must be finite: `200`, `0.1`, `1e+21`.
  static String of(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (size >= SMALL && size < LARGE) {
      return decimal.toPlainString();
    }
    int exponent = decimal.precision() - decimal.scale() - 1;
    String digits = decimal.unscaledValue().abs().toString();
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }

  private JsonNumber() {}
}
