package io.jaegerstack.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what a process is about to show, and no longer than is said.
public final class Await {
  private static final long POLL_NANOS = 20_000_000;

  /// Fails where `condition` does not come true in time.
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    if (!within(patience, condition)) {
      throw new AssertionError("after %s still not: %s".formatted(patience, what));
    }
  }

  /// The same with a description of what is there instead.
  public static void until(Supplier<String> what, Duration patience, BooleanSupplier condition) {
    if (!within(patience, condition)) {
      throw new AssertionError("after %s still not: %s".formatted(patience, what.get()));
    }
  }

  /// Whether `condition` came true in time.
  public static boolean within(Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  /// Lets time pass, for a load that is to last or a fault that is to stay.
  public static void pass(Duration time) {
    within(time, () -> false);
  }

  private Await() {}
}
