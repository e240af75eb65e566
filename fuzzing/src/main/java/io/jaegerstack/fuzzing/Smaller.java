package io.jaegerstack.fuzzing;

import java.util.Arrays;
import java.util.function.Predicate;

/// Makes an input smaller while it still does the same.
final class Smaller {
  private static final int MOST_TRIES = 3_000;

  static byte[] of(byte[] input, Predicate<byte[]> doesTheSame) {
    byte[] smallest = input;
    int tries = 0;
    for (int part = Math.max(1, input.length / 2); part > 0; part /= 2) {
      int at = 0;
      while (at + part <= smallest.length && tries++ < MOST_TRIES) {
        byte[] without =
            ByteChanges.concat(
                Arrays.copyOf(smallest, at),
                Arrays.copyOfRange(smallest, at + part, smallest.length));
        if (doesTheSame.test(without)) {
          smallest = without;
        } else {
          at += part;
        }
      }
    }
    return smallest;
  }

  private Smaller() {}
}
