package io.jaegerstack.query.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/// Files with expected answers, laid out for people.
final class Golden {
  private static final Pattern LAYOUT = Pattern.compile("\n *");

  /// The file without its line breaks and indentation.
  static String read(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + name), name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return LAYOUT.matcher(text).replaceAll("");
    }
  }

  private Golden() {}
}
