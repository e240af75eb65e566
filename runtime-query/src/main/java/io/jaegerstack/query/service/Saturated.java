package io.jaegerstack.query.service;

/// Arithmetic on times that clients send, which may be anything: ends at the limits, never wraps.
final class Saturated {
  static long sum(long one, long two) {
    long sum = one + two;
    boolean overflows = ((one ^ sum) & (two ^ sum)) < 0;
    return overflows ? limit(one) : sum;
  }

  static long difference(long one, long two) {
    long difference = one - two;
    boolean overflows = ((one ^ two) & (one ^ difference)) < 0;
    return overflows ? limit(one) : difference;
  }

  private static long limit(long sign) {
    return sign < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private Saturated() {}
}
