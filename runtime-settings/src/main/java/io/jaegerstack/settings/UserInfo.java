package io.jaegerstack.settings;

import java.util.regex.Pattern;

/// User and password inside an address, `http://user:password@host`, which no log may show.
final class UserInfo {
  /// From `://` to the last `@` before the next address of a list: a password that was not encoded
  /// may hold any character.
  private static final Pattern IN_ADDRESS =
      Pattern.compile("://(?:(?!,\\s*[A-Za-z][A-Za-z0-9+.-]*://).)*@", Pattern.DOTALL);

  /// `text` with `***` for each of them.
  static String masked(String text) {
    return IN_ADDRESS.matcher(text).replaceAll("://***@");
  }

  private UserInfo() {}
}
