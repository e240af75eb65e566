package io.jaegerstack.allinone;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits for what a process is about to show.
final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The first value that `attempt` finds; fails where a minute brings none.
  static <T> T find(String what, Supplier<Optional<T>> attempt) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<T> found = attempt.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("after " + PATIENCE.toSeconds() + " s still not: " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private Eventually() {}
}
