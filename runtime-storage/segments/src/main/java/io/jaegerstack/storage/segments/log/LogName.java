package io.jaegerstack.storage.segments.log;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of the log's files.
public final class LogName {
  private static final Pattern FORM = Pattern.compile("log-(\\d{10})\\.v1");

  static String of(int number) {
    return String.format(Locale.ROOT, "log-%010d.v1", number);
  }

  /// The number of a file of the log; empty for other files.
  public static OptionalInt number(String name) {
    Matcher form = FORM.matcher(name);
    long number = form.matches() ? Long.parseLong(form.group(1)) : Long.MAX_VALUE;
    return number <= Integer.MAX_VALUE ? OptionalInt.of((int) number) : OptionalInt.empty();
  }

  private LogName() {}
}
