package io.jaegerstack.storage.elasticsearch;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The dates in names of indices, of a day or of an hour, in UTC.
///
/// Elasticsearch refuses a request whose first line is longer than 4,096 bytes
/// (`http.max_initial_line_length`), so that a long range is named by fewer and wider patterns:
/// hours, days, months, years.
final class IndexDates {
  /// Of 4,096: the rest of a path and its parameters are below 300.
  private static final int LONGEST_LIST = 3_500;

  /// Hours of a list that is not worth trying: each takes more than 20 bytes.
  private static final int MOST = 400;

  private final boolean hourly;
  private final DateTimeFormatter index;
  private final List<Step> steps;

  /// A width of patterns, and how far it is to the next one.
  private record Step(ChronoUnit unit, DateTimeFormatter format, String end) {}

  IndexDates(String separator, boolean hourly) {
    this.hourly = hourly;
    var year = format("uuuu");
    var month = format("uuuu", separator, "MM");
    var day = format("uuuu", separator, "MM", separator, "dd");
    var hour = format("uuuu", separator, "MM", separator, "dd", separator, "HH");
    index = hourly ? hour : day;
    // With their ends open: what was written while the other frequency was set is found too.
    var days =
        List.of(
            new Step(ChronoUnit.DAYS, day, "*"),
            new Step(ChronoUnit.MONTHS, month, "*"),
            new Step(ChronoUnit.YEARS, year, "*"));
    if (hourly) {
      steps = List.of(new Step(ChronoUnit.HOURS, hour, ""), days.get(0), days.get(1), days.get(2));
    } else {
      steps = days;
    }
  }

  /// `parts` in turn a pattern and a literal.
  private static DateTimeFormatter format(String... parts) {
    var builder = new DateTimeFormatterBuilder();
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 0) {
        builder.appendPattern(parts[i]);
      } else {
        builder.appendLiteral(parts[i]);
      }
    }
    return builder.toFormatter(Locale.ROOT);
  }

  /// The date of the index of `time`.
  String of(Instant time) {
    return index.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  /// Everything from `from` to `to`, each name after `base`; nothing where no list is short enough.
  Optional<String> between(String base, Instant from, Instant to) {
    for (Step step : steps) {
      Set<String> names = names(base, step, from, to);
      String list = String.join(",", names);
      if (!names.isEmpty() && EsPaths.encoded(list).length() <= LONGEST_LIST) {
        return Optional.of(list);
      }
    }
    return Optional.empty();
  }

  private Set<String> names(String base, Step step, Instant from, Instant to) {
    var end = LocalDateTime.ofInstant(to, ZoneOffset.UTC);
    var first = LocalDateTime.ofInstant(from, ZoneOffset.UTC);
    var names = new LinkedHashSet<String>();
    if (first.isAfter(end) || step.unit.between(first, end) > MOST) {
      return names;
    }
    // From the first of its unit on, so that none is stepped over.
    String last = base + step.format.format(end) + step.end;
    for (LocalDateTime each = start(step.unit, first); ; each = each.plus(1, step.unit)) {
      String name = base + step.format.format(each) + step.end;
      if (hourly && step.unit == ChronoUnit.HOURS && (names.isEmpty() || each.getHour() == 0)) {
        names.add(base + steps.get(1).format.format(each)); // that of the day before the change
      }
      names.add(name);
      if (name.equals(last)) {
        return names;
      }
    }
  }

  private static LocalDateTime start(ChronoUnit unit, LocalDateTime time) {
    return switch (unit) {
      case HOURS -> time.truncatedTo(ChronoUnit.HOURS);
      case MONTHS -> time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
      case YEARS -> time.withDayOfYear(1).truncatedTo(ChronoUnit.DAYS);
      default -> time.truncatedTo(ChronoUnit.DAYS);
    };
  }
}
