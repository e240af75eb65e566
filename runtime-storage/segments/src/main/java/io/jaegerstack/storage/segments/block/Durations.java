package io.jaegerstack.storage.segments.block;

/// Durations in 16 bits: coarser the longer they are, and never out of order. Good for leaving out
/// most spans, not for the last word.
final class Durations {
  private static final long NANOS_PER_MICRO = 1_000;

  /// Bits kept below the highest one.
  private static final int BITS = 6;

  /// The step of `nanos`; a longer duration has the same step or a higher one.
  static int step(long nanos) {
    long micros = nanos / NANOS_PER_MICRO;
    if (micros < 1L << BITS) {
      return (int) Math.max(0, micros);
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    return (exponent - BITS + 1) << BITS | (int) (micros >>> (exponent - BITS) & ((1 << BITS) - 1));
  }

  private Durations() {}
}
