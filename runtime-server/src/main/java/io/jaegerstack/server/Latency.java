package io.jaegerstack.server;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;

/// A histogram of how long something took. Safe from every thread.
public final class Latency {
  private static final double NANOS_PER_SECOND = 1e9;

  private final DistributionDataPoint seconds;

  Latency(DistributionDataPoint seconds) {
    this.seconds = seconds;
  }

  /// Differences of `System.nanoTime()`.
  public void recordNanos(long nanos) {
    seconds.observe(nanos / NANOS_PER_SECOND);
  }
}
