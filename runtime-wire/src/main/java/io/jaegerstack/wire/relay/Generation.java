package io.jaegerstack.wire.relay;

import java.security.SecureRandom;

/// One start of an agent, whose frames are numbered from 1; a random number of 16 bytes.
public record Generation(long high, long low) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// A new one, unlike any before.
  public static Generation random() {
    return new Generation(RANDOM.nextLong(), RANDOM.nextLong());
  }

  /// What [#toString()] made.
  ///
  /// @throws IllegalArgumentException where it is not that
  public static Generation parse(String text) {
    if (text.length() != 32) {
      throw new IllegalArgumentException(
          "generation is \"" + text + "\", expected 32 hexadecimal digits");
    }
    return new Generation(
        Long.parseUnsignedLong(text, 0, 16, 16), Long.parseUnsignedLong(text, 16, 32, 16));
  }

  /// 32 hexadecimal digits: for logs and names of files.
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
