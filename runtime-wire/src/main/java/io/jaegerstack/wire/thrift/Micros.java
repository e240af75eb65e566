package io.jaegerstack.wire.thrift;

/// Thrift's times and durations are microseconds; the model's are nanoseconds.
final class Micros {
  private static final long NANOS = 1000;

  private Micros() {}

  /// `micros` as nanoseconds; the nearest long where that is too large to tell (year 2262).
  static long toNanos(long micros) {
    long nanos = micros * NANOS;
    if (nanos / NANOS == micros) {
      return nanos;
    }
    return micros < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
