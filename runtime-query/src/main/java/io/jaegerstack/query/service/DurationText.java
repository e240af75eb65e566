package io.jaegerstack.query.service;

import java.math.BigDecimal;

/// Durations as Go prints them, because Jaeger's warnings contain them: `35ms`, `-1.5s`, `1m0s`.
final class DurationText {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  static String of(long nanos) {
    if (nanos < 0) {
      // The lowest long has no positive twin; one nanosecond less does not show.
      return "-" + of(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos);
    }
    if (nanos == 0) {
      return "0s";
    }
    if (nanos < SECOND) {
      return belowSecond(nanos);
    }
    var text = new StringBuilder();
    if (nanos >= HOUR) {
      text.append(nanos / HOUR).append('h');
    }
    if (nanos >= MINUTE) {
      text.append(nanos % HOUR / MINUTE).append('m');
    }
    return text.append(decimal(nanos % MINUTE, 9)).append('s').toString();
  }

  private static String belowSecond(long nanos) {
    if (nanos < MICRO) {
      return nanos + "ns";
    }
    return nanos < MILLI ? decimal(nanos, 3) + "µs" : decimal(nanos, 6) + "ms";
  }

  private static String decimal(long nanos, int scale) {
    return BigDecimal.valueOf(nanos, scale).stripTrailingZeros().toPlainString();
  }

  private DurationText() {}
}
