package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_INDEX_DATE_SEPARATOR;
import static io.jaegerstack.settings.StorageSettings.ES_INDEX_PREFIX;

import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names of Jaeger's daily indices: prefix, kind, date in UTC.
final class IndexNames {
  /// What an index keeps; the word is part of its name.
  enum Kind {
    SPAN("jaeger-span"),
    SERVICE("jaeger-service"),
    DEPENDENCIES("jaeger-dependencies"),
    SAMPLING("jaeger-sampling");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /// Days named one by one in a request; the first line of an HTTP request ends at 4,096 bytes in
  /// Elasticsearch (`http.max_initial_line_length`), and ninety names with a prefix of 20 fit.
  private static final int MOST_NAMES = 90;

  /// What an index name may be made of, without upper case (`MetadataCreateIndexService`).
  private static final Pattern LEGAL = Pattern.compile("[^\\\\/*?\"<>| ,#:\\p{Cntrl}\\p{Lu}]*");

  private final String prefix;
  private final DateTimeFormatter date;

  private IndexNames(String prefix, String separator) {
    this.prefix = prefix.isEmpty() || prefix.endsWith("-") ? prefix : prefix + "-";
    this.date =
        new DateTimeFormatterBuilder()
            .appendPattern("uuuu")
            .appendLiteral(separator)
            .appendPattern("MM")
            .appendLiteral(separator)
            .appendPattern("dd")
            .toFormatter(Locale.ROOT);
  }

  /// @throws SettingException where a name would not be one
  static IndexNames of(SettingValues settings) {
    String prefix = settings.value(ES_INDEX_PREFIX);
    String separator = settings.value(ES_INDEX_DATE_SEPARATOR);
    refuseIllegal(prefix, ES_INDEX_PREFIX.flag());
    refuseIllegal(separator, ES_INDEX_DATE_SEPARATOR.flag());
    if (!prefix.isEmpty() && "-_+.".indexOf(prefix.charAt(0)) >= 0) {
      throw new SettingException(
          "%s is \"%s\", expected one that does not begin with - _ + or ."
              .formatted(ES_INDEX_PREFIX.flag(), prefix));
    }
    return new IndexNames(prefix, separator);
  }

  private static void refuseIllegal(String part, String flag) {
    if (!LEGAL.matcher(part).matches()) {
      throw new SettingException(
          "%s is \"%s\", expected lower case without \\ / * ? \" < > | , # : and blanks"
              .formatted(flag, part));
    }
  }

  /// What goes before every name, with its dash; empty where there is nothing.
  String prefix() {
    return prefix;
  }

  /// The template's name, and the beginning of all names of `kind` up to the date.
  String base(Kind kind) {
    return prefix + kind.word;
  }

  /// The index of `day`.
  String of(Kind kind, LocalDate day) {
    return base(kind) + "-" + date.format(day);
  }

  /// Every index of `kind`, as a pattern for templates.
  String pattern(Kind kind) {
    return base(kind) + "-*";
  }

  /// The indices that hold anything from `from` to `to`, for the path of a request.
  String between(Kind kind, Instant from, Instant to) {
    LocalDate first = day(from);
    LocalDate last = day(to);
    if (first.plusDays(MOST_NAMES).isBefore(last)) {
      return pattern(kind) + ",-" + base(kind) + "-archive*";
    }
    return first
        .datesUntil(last.plusDays(1))
        .map(each -> of(kind, each))
        .collect(Collectors.joining(","));
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
