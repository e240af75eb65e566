package io.jaegerstack.storage.segments.vault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The machine's clock, and how far it is believed where spans go by it: it may be ahead of what it
/// said at the start by the time that has passed since, and an hour. A clock that is set a year
/// ahead for a moment is no reason to let go of everything.
final class SteadyClock {
  private static final long MOST_AHEAD_MILLIS = Duration.ofHours(1).toMillis();

  private final LongSupplier millis;
  private final LongSupplier nanos;
  private final long startMillis;
  private final long startNanos;

  /// @param millis since the epoch
  /// @param nanos from a moment of its own, never set by anybody
  SteadyClock(LongSupplier millis, LongSupplier nanos) {
    this.millis = millis;
    this.nanos = nanos;
    startMillis = millis.getAsLong();
    startNanos = nanos.getAsLong();
  }

  /// Milliseconds since the epoch, as the clock says.
  long millis() {
    return millis.getAsLong();
  }

  /// The same as far as it is believed.
  long believedMillis() {
    long passed = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startNanos);
    return Math.min(millis(), startMillis + passed + MOST_AHEAD_MILLIS);
  }
}
