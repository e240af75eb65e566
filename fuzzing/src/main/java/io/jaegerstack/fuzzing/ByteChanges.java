package io.jaegerstack.fuzzing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Changes that need no format: cut, flipped, overwritten, doubled, spliced; numbers, varints and
/// lengths at their limits.
final class ByteChanges {
  private static final int MOST_MOVED = 64;
  private static final byte[] TELLING = {
    0, 1, 0x7f, (byte) 0x80, (byte) 0xff, 0x0c, 0x1c, '"', '{'
  };
  private static final long[] LIMITS = {
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x7fffffff,
    0x80000000L,
    0xffffffffL,
    0x100000000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1_000_000_000
  };

  static byte[] changed(byte[] input, byte[] other, List<byte[]> tokens, RandomGenerator random) {
    if (input.length == 0) {
      return other;
    }
    int at = random.nextInt(input.length);
    int end = at + random.nextInt(Math.min(MOST_MOVED, input.length - at) + 1);
    byte[] head = Arrays.copyOf(input, at);
    byte[] middle = Arrays.copyOfRange(input, at, end);
    byte[] tail = Arrays.copyOfRange(input, end, input.length);
    return switch (random.nextInt(11)) {
      case 0 -> head;
      case 1 -> concat(head, tail);
      case 2 -> concat(head, middle, middle, tail);
      case 3 -> concat(head, from(other, random));
      case 4 -> overwritten(input, at, TELLING[random.nextInt(TELLING.length)]);
      case 5 -> overwritten(input, at, (byte) random.nextInt());
      case 6 -> overwritten(input, at, (byte) (input[at] ^ 1 << random.nextInt(Byte.SIZE)));
      case 7 -> placed(input, at, number(input.length - at, random));
      case 8 -> concat(head, varint(limit(input.length - at, random)), tail);
      case 9 -> concat(head, token(tokens, random), tail);
      default -> placed(input, at, token(tokens, random));
    };
  }

  private static byte[] overwritten(byte[] input, int at, byte value) {
    byte[] changed = input.clone();
    changed[at] = value;
    return changed;
  }

  /// `input` with `part` over what is at `at`.
  private static byte[] placed(byte[] input, int at, byte[] part) {
    byte[] changed = Arrays.copyOf(input, Math.max(input.length, at + part.length));
    System.arraycopy(part, 0, changed, at, part.length);
    return changed;
  }

  private static byte[] from(byte[] other, RandomGenerator random) {
    return other.length == 0
        ? other
        : Arrays.copyOfRange(other, random.nextInt(other.length), other.length);
  }

  private static byte[] token(List<byte[]> tokens, RandomGenerator random) {
    return tokens.isEmpty() ? varint(limit(0, random)) : tokens.get(random.nextInt(tokens.size()));
  }

  /// A limit, or about what is left of the input, which is what lengths are checked against.
  static long limit(int left, RandomGenerator random) {
    return random.nextInt(4) == 0
        ? left + random.nextInt(5) - 2
        : LIMITS[random.nextInt(LIMITS.length)];
  }

  /// One, two, four or eight bytes.
  private static byte[] number(int left, RandomGenerator random) {
    long value = limit(left, random);
    var order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return switch (random.nextInt(4)) {
      case 0 -> new byte[] {(byte) value};
      case 1 -> ByteBuffer.allocate(Short.BYTES).order(order).putShort((short) value).array();
      case 2 -> ByteBuffer.allocate(Integer.BYTES).order(order).putInt((int) value).array();
      default -> ByteBuffer.allocate(Long.BYTES).order(order).putLong(value).array();
    };
  }

  static byte[] varint(long value) {
    var out = new ByteArrayOutputStream();
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private ByteChanges() {}
}
