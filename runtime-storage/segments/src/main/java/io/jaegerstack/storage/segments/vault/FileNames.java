package io.jaegerstack.storage.segments.vault;

import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of the files of a directory. Numbers rise, and none is ever used again.
final class FileNames {
  static final String LOCK = "lock";

  private static final Pattern MANIFEST = Pattern.compile("manifest-(\\d{10})\\.v1");
  private static final Pattern OTHER_MANIFEST = Pattern.compile("manifest-\\d{10}\\.v(?!1$)\\d+");
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
    long number = form.matches() ? Long.parseLong(form.group(1)) : Long.MAX_VALUE;
    return number <= Integer.MAX_VALUE ? OptionalInt.of((int) number) : OptionalInt.empty();
  }

  /// The number that comes after `number`.
  ///
  /// @throws IOException where there is none
  static int after(int number) throws IOException {
    if (number == Integer.MAX_VALUE) {
      throw new IOException(
          "the directory has used every number up to %d; begin another one".formatted(number));
    }
    return number + 1;
  }

  /// Whether `name` is a manifest's in a form that is not ours.
  static boolean isOtherManifest(String name) {
    return OTHER_MANIFEST.matcher(name).matches();
  }

  private FileNames() {}
}
