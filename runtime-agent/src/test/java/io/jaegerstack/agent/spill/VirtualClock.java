package io.jaegerstack.agent.spill;

import java.time.Duration;

/// Stands still until told. Its wall clock can be set, as an administrator or NTP does.
final class VirtualClock implements SpillClock {
  private long nanos;
  private long wallMillis = 1_790_000_000_000L;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public long wallMillis() {
    return wallMillis;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
    wallMillis += time.toMillis();
  }

  void jump(Duration wall) {
    wallMillis += wall.toMillis();
  }
}
