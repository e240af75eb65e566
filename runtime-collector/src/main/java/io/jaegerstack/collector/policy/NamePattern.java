package io.jaegerstack.collector.policy;

import io.jaegerstack.model.Key;
import java.util.Arrays;
import java.util.Optional;

/// A name (a tag's key, a service), or with a `*` at its end all names that begin so.
record NamePattern(Key start, boolean isPrefix) {
  /// The pattern that `text` says; nothing where it is empty or has a `*` elsewhere.
  static Optional<NamePattern> of(String text) {
    int star = text.indexOf('*');
    if (text.isEmpty() || star >= 0 && star < text.length() - 1) {
      return Optional.empty();
    }
    return Optional.of(
        star < 0
            ? new NamePattern(Key.of(text), false)
            : new NamePattern(Key.of(text.substring(0, star)), true));
  }

  boolean matches(Key name) {
    if (!isPrefix) {
      return start.equals(name);
    }
    int length = start.length();
    return name.length() >= length
        && Arrays.equals(name.bytes(), 0, length, start.bytes(), 0, length);
  }
}
