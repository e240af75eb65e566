package io.jaegerstack.storage.cassandra;

import java.time.Duration;
import java.time.Instant;

/// Times in the unit of the tables.
final class Times {
  private static final long MICROS = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private Times() {}

  static long micros(Instant time) {
    return time.getEpochSecond() * MICROS + time.getNano() / NANOS_PER_MICRO;
  }

  static long micros(Duration duration) {
    return duration.getSeconds() * MICROS + duration.getNano() / NANOS_PER_MICRO;
  }
}
