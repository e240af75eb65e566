package io.jaegerstack.storage.segments.block;

/// Durations in 16 bits: coarser the longer they are, and never out of order. Good for leaving out
/// most spans, not for the last word. Each that it does not leave out costs a chunk, so they are as
/// fine as 16 bits allow: to a fivehundredth. Those of before were to a sixtieth; their numbers are
/// lower than [#FINE]. All of a zone are of one kind; an index that was merged may have zones of
/// both.
///
/// An object is a range of durations.
final class Durations {
  private static final long NANOS_PER_MICRO = 1_000;

  /// Set in a number with [#FINE_BITS].
  private static final int FINE = 1 << (Short.SIZE - 1);

  /// Bits kept below the highest one.
  private static final int FINE_BITS = 9;

  private static final int COARSE_BITS = 6;

  private final int leastFine;
  private final int mostFine;
  private final int leastCoarse;
  private final int mostCoarse;

  /// @param atLeastNanos the shortest of the range
  /// @param atMostNanos the longest
  Durations(long atLeastNanos, long atMostNanos) {
    leastFine = number(atLeastNanos);
    mostFine = number(atMostNanos);
    leastCoarse = step(atLeastNanos, COARSE_BITS);
    mostCoarse = step(atMostNanos, COARSE_BITS);
  }

  /// What `nanos` are in a column; a longer duration has the same number or a higher one.
  static int number(long nanos) {
    return FINE | step(nanos, FINE_BITS);
  }

  private static int step(long nanos, int bits) {
    long micros = nanos / NANOS_PER_MICRO;
    if (micros < 1L << bits) {
      return (int) Math.max(0, micros);
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    return (exponent - bits + 1) << bits | (int) (micros >>> (exponent - bits) & ((1 << bits) - 1));
  }

  /// Whether the duration with `number` may be in the range.
  boolean mayHave(int number) {
    return number < FINE
        ? number >= leastCoarse && number <= mostCoarse
        : number >= leastFine && number <= mostFine;
  }

  /// Whether durations up to the one with `number` may be long enough.
  boolean mayReach(int number) {
    return number >= (number < FINE ? leastCoarse : leastFine);
  }
}
