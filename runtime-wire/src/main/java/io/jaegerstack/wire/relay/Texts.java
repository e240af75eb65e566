package io.jaegerstack.wire.relay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Texts as they are written: UTF-8 after a length of two bytes.
final class Texts {
  /// Longest tenant, name or tag.
  static final int MAX_BYTES = 0xffff;

  /// Longest message for a log line.
  static final int MAX_MESSAGE_BYTES = 500;

  private Texts() {}

  /// The bytes of `text`.
  ///
  /// @throws IllegalArgumentException where it is longer than two bytes can tell
  static byte[] whole(String what, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "%s of %d bytes, expected at most %d".formatted(what, bytes.length, MAX_BYTES));
    }
    return bytes;
  }

  /// The beginning of `text`, cut between characters.
  static byte[] cut(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_MESSAGE_BYTES) {
      return bytes;
    }
    int end = MAX_MESSAGE_BYTES;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }
}
