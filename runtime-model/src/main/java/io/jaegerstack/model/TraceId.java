package io.jaegerstack.model;

import java.util.HexFormat;

/// 128-bit trace id; `high` is 0 for the 64-bit ids of older clients.
public record TraceId(long high, long low) implements Comparable<TraceId> {
  private static final int MAX_DIGITS = 32;
  private static final int LOW_DIGITS = 16;

  /// Parses 1 to 32 hexadecimal digits, as Jaeger's HTTP API takes them; leading zeroes may be
  /// absent.
  public static TraceId parse(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS || !isHex(text)) {
      throw new IllegalArgumentException(
          "trace id is \"%s\", expected 1 to 32 hexadecimal digits".formatted(text));
    }
    int split = Math.max(0, text.length() - LOW_DIGITS);
    long high = split == 0 ? 0 : HexFormat.fromHexDigitsToLong(text, 0, split);
    return new TraceId(high, HexFormat.fromHexDigitsToLong(text, split, text.length()));
  }

  static boolean isHex(String text) {
    return text.chars().allMatch(HexFormat::isHexDigit);
  }

  /// True for the all-zero id, which no valid span carries.
  public boolean isZero() {
    return high == 0 && low == 0;
  }

  /// 16 digits, or 32 where `high` is not 0: the form of Jaeger's UI, API and Elasticsearch
  /// documents.
  @Override
  public String toString() {
    String tail = HexFormat.of().toHexDigits(low);
    return high == 0 ? tail : HexFormat.of().toHexDigits(high) + tail;
  }

  @Override
  public int compareTo(TraceId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }
}
