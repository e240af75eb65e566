package io.jaegerstack.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Text of a double as Go's `strconv.FormatFloat(v, 'g', 10, 64)` writes it, because that is what
/// Jaeger stores in Elasticsearch and compares in a search.
public final class FloatText {
  /// Significant digits in Jaeger's form (`KeyValue.AsString`, jaeger `model/keyvalue.go`).
  private static final int DIGITS = 10;

  // Where `Double.toString` writes no exponent.
  private static final double PLAIN_FROM = 1e-3;
  private static final double PLAIN_BELOW = 1e7;

  private FloatText() {}

  /// `value` with at most ten significant digits: `0.5`, `200`, `1e+21`, `1.5e-07`, `NaN`, `+Inf`.
  public static String of(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    String shortest = shortPlain(value);
    return shortest.isEmpty() ? rounded(value) : shortest;
  }

  /// The shortest digits that give the same double, where they are at most ten and Java writes them
  /// without an exponent: then rounding to ten digits changes nothing. Most floats that people
  /// send, at a tenth of the cost. Empty for all others.
  private static String shortPlain(double value) {
    double size = Math.abs(value);
    if (size < PLAIN_FROM || size >= PLAIN_BELOW) {
      return "";
    }
    String text = Double.toString(value);
    if (text.endsWith(".0")) {
      return text.substring(0, text.length() - 2);
    }
    int notDigits = (value < 0 ? 1 : 0) + 1;
    return text.length() - notDigits <= DIGITS ? text : "";
  }

  /// What is right for every finite value but 0.
  static String rounded(double value) {
    var rounded =
        new BigDecimal(value)
            .round(new MathContext(DIGITS, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < DIGITS) {
      return rounded.toPlainString();
    }
    return scientific(rounded, exponent);
  }

  private static String scientific(BigDecimal rounded, int exponent) {
    String digits = rounded.unscaledValue().abs().toString();
    var text = new StringBuilder(rounded.signum() < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append(exponent < 0 ? "e-" : "e+");
    int size = Math.abs(exponent);
    return text.append(size < 10 ? "0" : "").append(size).toString();
  }
}
