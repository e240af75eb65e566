package io.jaegerstack.storage.segments.vault;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of the files of a directory. Numbers rise, and none is ever used again.
final class FileNames {
  static final String LOCK = "lock";

  private static final Pattern MANIFEST = Pattern.compile("manifest-(\\d{10})\\.v1");
  private static final Pattern DATA = Pattern.compile("(?:spans|index)-(\\d{10})\\.v1");

  static String manifest(int number) {
    return String.format(Locale.ROOT, "manifest-%010d.v1", number);
  }

  static String spans(int number) {
    return String.format(Locale.ROOT, "spans-%010d.v1", number);
  }

  static String index(int number) {
    return String.format(Locale.ROOT, "index-%010d.v1", number);
  }

  /// The number of a manifest; empty for other files.
  static OptionalInt manifestNumber(String name) {
    return number(MANIFEST, name);
  }

  /// The number of a file of spans or an index; empty for other files.
  static OptionalInt dataNumber(String name) {
    return number(DATA, name);
  }

  private static OptionalInt number(Pattern pattern, String name) {
    Matcher form = pattern.matcher(name);
    return form.matches() ? OptionalInt.of(Integer.parseInt(form.group(1))) : OptionalInt.empty();
  }

  private FileNames() {}
}
