package io.jaegerstack.query.http;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far back a search goes, in the words of Jaeger's UI: `5m`, `2h`, `2d`, `4w`.
final class Lookback {
  /// Longer than any storage keeps traces.
  static final Duration LONGEST = Duration.ofDays(3_650);

  private static final Pattern AMOUNT_AND_UNIT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
  private static final int DAYS_PER_WEEK = 7;

  /// Empty where `text` is none, or is longer than [#LONGEST].
  static Optional<Duration> parse(String text) {
    Matcher match = AMOUNT_AND_UNIT.matcher(text);
    return match.matches()
        ? Optional.of(unit(match.group(2)).multipliedBy(Long.parseLong(match.group(1))))
            .filter(lookback -> lookback.compareTo(LONGEST) <= 0)
        : Optional.empty();
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      default -> Duration.ofDays(DAYS_PER_WEEK);
    };
  }

  private Lookback() {}
}
