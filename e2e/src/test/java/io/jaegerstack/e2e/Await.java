package io.jaegerstack.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits for a claim to hold.
final class Await {
  private static final Duration PAUSE = Duration.ofMillis(300);

  private Await() {}

  /// Runs `claim`, which asserts, until it passes; its last failure is thrown where it has not
  /// after `limit`.
  static void until(Duration limit, Runnable claim) {
    value(
        limit,
        () -> {
          claim.run();
          return true;
        });
  }

  /// The value of `claim` once it no longer throws.
  static <T> T value(Duration limit, Supplier<T> claim) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        return claim.get();
      } catch (AssertionError | RuntimeException e) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not after " + limit + ": " + e.getMessage(), e);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
