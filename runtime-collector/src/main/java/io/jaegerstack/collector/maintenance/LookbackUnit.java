package io.jaegerstack.collector.maintenance;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// What Jaeger's cleaner and lookback count back in, and from where, all in UTC: days and weeks end
/// with the end of today, so that one day is today; months and years begin with today's date;
/// shorter ones end now.
enum LookbackUnit {
  SECONDS,
  MINUTES,
  HOURS,
  DAYS,
  WEEKS,
  MONTHS,
  YEARS;

  /// @param word as `--unit` has it
  static LookbackUnit of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// Before this it is longer ago than `count` units.
  Instant start(Instant now, int count) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return switch (this) {
      case SECONDS -> now.truncatedTo(ChronoUnit.SECONDS).minusSeconds(count);
      case MINUTES -> now.truncatedTo(ChronoUnit.MINUTES).minus(count, ChronoUnit.MINUTES);
      case HOURS -> now.truncatedTo(ChronoUnit.HOURS).minus(count, ChronoUnit.HOURS);
      case DAYS -> midnight(today.plusDays(1).minusDays(count));
      case WEEKS -> midnight(today.plusDays(1).minusWeeks(count));
      case MONTHS -> midnight(today.minusMonths(count));
      case YEARS -> midnight(today.minusYears(count));
    };
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
