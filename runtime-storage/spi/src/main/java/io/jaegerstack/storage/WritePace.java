package io.jaegerstack.storage;

import java.time.Duration;

/// How a storage likes to be written to.
///
/// @param atOnce writes that it serves at the same time, at least 1; more would only wait for each
///   other inside of it
/// @param linger how long spans that do not make a full write may wait for more of them
public record WritePace(int atOnce, Duration linger) {
  /// At once, by as many as like to.
  public static final WritePace ANY = new WritePace(Integer.MAX_VALUE, Duration.ZERO);

  public WritePace {
    if (atOnce < 1) {
      throw new IllegalArgumentException("atOnce is %d, expected at least 1".formatted(atOnce));
    }
  }
}
