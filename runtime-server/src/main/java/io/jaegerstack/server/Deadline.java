package io.jaegerstack.server;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A moment by which something must be done, on a clock that never jumps.
public final class Deadline {
  private final LongSupplier nanoTime;
  private final long endNanos;

  private Deadline(LongSupplier nanoTime, Duration remaining) {
    this.nanoTime = nanoTime;
    this.endNanos = nanoTime.getAsLong() + remaining.toNanos();
  }

  public static Deadline after(Duration remaining) {
    return after(remaining, System::nanoTime);
  }

  public static Deadline after(Duration remaining, LongSupplier nanoTime) {
    return new Deadline(nanoTime, remaining);
  }

  /// What is left; zero once it has passed.
  public Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  public long remainingNanos() {
    return Math.max(0, endNanos - nanoTime.getAsLong());
  }

  public boolean isOver() {
    return remainingNanos() == 0;
  }

  /// A part of what is left, so that one stage cannot use up the time of those after it.
  public Deadline fraction(double part) {
    return new Deadline(nanoTime, Duration.ofNanos((long) (remainingNanos() * part)));
  }
}
