package io.jaegerstack.model;

import java.util.HexFormat;

/// 64-bit span id.
public record SpanId(long value) {
  private static final int MAX_DIGITS = 16;

  /// Parses 1 to 16 hexadecimal digits.
  public static SpanId parse(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS || !TraceId.isHex(text)) {
      throw new IllegalArgumentException(
          "span id is \"%s\", expected 1 to 16 hexadecimal digits".formatted(text));
    }
    return new SpanId(HexFormat.fromHexDigitsToLong(text));
  }

  /// True for id 0, which no valid span carries.
  public boolean isZero() {
    return value == 0;
  }

  /// 16 digits.
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
