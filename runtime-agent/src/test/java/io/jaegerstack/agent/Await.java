package io.jaegerstack.agent;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for a condition, and says what was there instead when it does not come.
public final class Await {
  private static final Duration MOST = Duration.ofSeconds(30);

  public static void until(BooleanSupplier condition, Supplier<Object> instead) {
    long end = System.nanoTime() + MOST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + MOST + "; there is " + instead.get());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private Await() {}
}
