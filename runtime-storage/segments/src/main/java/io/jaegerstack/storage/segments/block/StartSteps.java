package io.jaegerstack.storage.segments.block;

import java.util.concurrent.TimeUnit;

/// Starts in 32 bits: whole milliseconds after the first start of a zone.
public final class StartSteps {
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);

  /// The step of a start of `zone`; the last one stands for everything later.
  public static int step(long startNanos, Zone zone) {
    long distance = startNanos - zone.minStart();
    return distance < 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, distance / STEP);
  }

  /// The latest start that has `step`.
  public static long latest(int step, Zone zone) {
    if (step == Integer.MAX_VALUE) {
      return zone.maxStart();
    }
    return Math.min(zone.maxStart(), zone.minStart() + step * STEP + STEP - 1);
  }

  /// The step of the earliest start that is wanted; 0 where all of the zone is.
  public static int from(long fromNanos, Zone zone) {
    return fromNanos <= zone.minStart() ? 0 : step(fromNanos, zone);
  }

  private StartSteps() {}
}
