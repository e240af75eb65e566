package io.jaegerstack.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Durations as Go's `time.ParseDuration` reads and Jaeger's flags print them: `300ms`, `1.5h`,
/// `2h45m`, `0`.
public final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ns|us|µs|μs|ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

  private static final long MINUTE_NANOS = 60_000_000_000L;

  /// Empty for anything that is not a duration; a bare number is one only when it is 0, as in Go.
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    boolean negative = text.startsWith("-");
    String body = negative ? text.substring(1) : text;
    if (body.length() > 64 || !WHOLE.matcher(body).matches()) {
      return Optional.empty();
    }
    var nanos = BigDecimal.ZERO;
    var part = PART.matcher(body);
    while (part.find()) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2)))));
    }
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return Optional.empty();
    }
    Duration value = Duration.ofNanos(nanos.longValue());
    return Optional.of(negative ? value.negated() : value);
  }

  /// As short as possible: `1h30m`, `5s`, `100ms`, `0`.
  public static String print(Duration value) {
    if (value.isZero()) {
      return "0";
    }
    if (value.isNegative()) {
      return "-" + print(value.negated());
    }
    if (value.toSeconds() == 0) {
      return printBelowSecond(value.toNanos());
    }
    var text = new StringBuilder();
    append(text, value.toHours(), "h");
    append(text, value.toMinutesPart(), "m");
    if (value.getNano() != 0) {
      return text.append(decimal(value.toNanos() % MINUTE_NANOS, 9)).append('s').toString();
    }
    append(text, value.toSecondsPart(), "s");
    return text.toString();
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "us", "µs", "μs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> MINUTE_NANOS;
      case "h" -> 60 * MINUTE_NANOS;
      default ->
          throw new IllegalArgumentException(
              "unit " + unit + ", expected one that the pattern admits");
    };
  }

  private static String printBelowSecond(long nanos) {
    if (nanos >= 1_000_000) {
      return decimal(nanos, 6) + "ms";
    }
    return nanos >= 1_000 ? decimal(nanos, 3) + "us" : nanos + "ns";
  }

  private static String decimal(long units, int scale) {
    return BigDecimal.valueOf(units, scale).stripTrailingZeros().toPlainString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount != 0) {
      text.append(amount).append(unit);
    }
  }

  private GoDuration() {}
}
