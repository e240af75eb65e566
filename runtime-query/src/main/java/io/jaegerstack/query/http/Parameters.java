package io.jaegerstack.query.http;

import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.settings.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Query parameters of one call, read strictly: whatever is not as expected is answered 400 with
/// the parameter's name, what was found and what is expected. An empty value counts as none, as in
/// Jaeger.
final class Parameters {
  private static final int MOST_CHARACTERS_ECHOED = 100;
  private static final int MICROS_PER_MILLI = 1_000;

  /// The storages count nanoseconds in a long; times beyond are nonsense. The year 2262.
  private static final long MOST_MICROS = Long.MAX_VALUE / 1_000;

  private final HttpCall call;

  Parameters(HttpCall call) {
    this.call = call;
  }

  /// The one value of `name`.
  Optional<String> text(String name) {
    List<String> all = call.queryAll(name);
    if (all.size() > 1) {
      throw HttpFailure.badRequest(
          "parameter '%s' is given %d times, expected once".formatted(name, all.size()));
    }
    return all.stream().filter(value -> !value.isEmpty()).findFirst();
  }

  /// Every value of `name`.
  List<String> texts(String name) {
    return call.queryAll(name).stream().filter(value -> !value.isEmpty()).toList();
  }

  String required(String name) {
    return text(name)
        .orElseThrow(() -> HttpFailure.badRequest("parameter '%s' is required".formatted(name)));
  }

  OptionalLong whole(String name, long from, long to, String unit) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= from && value <= to) {
        return OptionalLong.of(value);
      }
    } catch (NumberFormatException _) {
      // Answered below, like a number out of range.
    }
    throw wrong(name, text.get(), "a whole number of %s from %d to %d".formatted(unit, from, to));
  }

  /// A time in microseconds since the epoch.
  Optional<Instant> micros(String name) {
    return instant(whole(name, 0, MOST_MICROS, "microseconds since 1970"), ChronoUnit.MICROS);
  }

  /// A time in milliseconds since the epoch.
  Optional<Instant> millis(String name) {
    long most = MOST_MICROS / MICROS_PER_MILLI;
    return instant(whole(name, 0, most, "milliseconds since 1970"), ChronoUnit.MILLIS);
  }

  private static Optional<Instant> instant(OptionalLong since, ChronoUnit unit) {
    return since.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.EPOCH.plus(since.getAsLong(), unit));
  }

  /// A duration such as `1.2s`; zero counts as none.
  Optional<Duration> duration(String name) {
    return text(name)
        .map(
            text ->
                GoDuration.parse(text)
                    .filter(value -> !value.isNegative())
                    .orElseThrow(
                        () -> wrong(name, text, "a duration such as 1.2s, 100ms or 500us")))
        .filter(value -> !value.isZero());
  }

  boolean flag(String name) {
    return text(name).filter(text -> text.equals("1") || text.equalsIgnoreCase("true")).isPresent();
  }

  static HttpFailure wrong(String name, String found, String expected) {
    return HttpFailure.badRequest(
        "unable to parse param '%s': found \"%s\", expected %s"
            .formatted(name, shortened(found), expected));
  }

  static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS_ECHOED
        ? text
        : text.substring(0, MOST_CHARACTERS_ECHOED) + "…";
  }
}
