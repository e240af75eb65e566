package io.jaegerstack.collector;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what other threads are about to do.
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Returns once `condition` holds, and fails where that takes half a minute.
  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("after " + PATIENCE.toSeconds() + " s still not: " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  private Eventually() {}
}
