package io.jaegerstack.agent.spill;

/// The time that passes in this process, told by a clock that never jumps.
final class Passing {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SpillClock clock;
  private final long startNanos;
  private final long startMillis;

  Passing(SpillClock clock) {
    this.clock = clock;
    this.startNanos = clock.nanos();
    this.startMillis = clock.wallMillis();
  }

  /// Since the start.
  long millis() {
    return (clock.nanos() - startNanos) / NANOS_PER_MILLI;
  }

  /// Of the start, by the wall clock.
  long startMillis() {
    return startMillis;
  }

  /// For a record: wall clock at the start, and what has passed since.
  long stampMillis() {
    return startMillis + millis();
  }

  /// What the wall clock says now.
  long wallMillis() {
    return clock.wallMillis();
  }
}
