package io.jaegerstack.fuzzing;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes inputs out of inputs: some changes one after another, by the grammar and without it; now
/// and then noise, and now and then a part many times over.
///
/// @param good inputs that are read, of which most others are made
/// @param odd inputs that are refused, each in words of its own; may grow
record Mutator(RandomGenerator random, Grammar grammar, List<byte[]> good, List<byte[]> odd) {
  /// Longest input made, bytes: beyond a datagram and a TChannel frame, small enough for millions.
  static final int LONGEST = 64 * 1024;

  private static final int MOST_NOISE = 200;

  byte[] next() {
    if (random.nextInt(64) == 0) {
      return noise();
    }
    byte[] input = picked();
    int steps = 1 + random.nextInt(random.nextInt(8) == 0 ? 12 : 3);
    boolean keepsForm = random.nextInt(3) != 0;
    for (int i = 0; i < steps && input.length <= LONGEST; i++) {
      input =
          keepsForm || random.nextBoolean()
              ? grammar.changed(input, picked(), random)
              : ByteChanges.changed(input, picked(), grammar.tokens(), random);
    }
    if (random.nextInt(500) == 0) {
      input = repeated(input);
    }
    return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
  }

  private byte[] picked() {
    boolean isOdd = good.isEmpty() || !odd.isEmpty() && random.nextInt(6) == 0;
    List<byte[]> pool = isOdd ? odd : good;
    return pool.get(random.nextInt(pool.size()));
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(MOST_NOISE)];
    random.nextBytes(noise);
    return noise;
  }

  /// A part of it so often that the whole is as long as inputs may be.
  private byte[] repeated(byte[] input) {
    if (input.length == 0) {
      return input;
    }
    int at = random.nextInt(input.length);
    int end = at + 1 + random.nextInt(Math.min(input.length - at, MOST_NOISE));
    byte[] part = Arrays.copyOfRange(input, at, end);
    byte[] many = new byte[Math.max(0, LONGEST - input.length) / part.length * part.length];
    for (int i = 0; i < many.length; i += part.length) {
      System.arraycopy(part, 0, many, i, part.length);
    }
    return ByteChanges.concat(
        Arrays.copyOf(input, at), many, Arrays.copyOfRange(input, at, input.length));
  }
}
