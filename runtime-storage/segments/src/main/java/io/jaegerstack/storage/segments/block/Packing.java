package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteWriter;
import java.util.Arrays;

/// The two streams of a chunk being written: *packed* is compressed, *plain* is not, because it
/// holds what cannot be (ids, and texts that are digits of random numbers).
final class Packing {
  private static final long NANOS_PER_MICRO = 1_000;

  /// Below this a number leaves room for a sign and two bits of its form.
  private static final long LARGE = 1L << 60;

  // Forms of a number: the lowest two bits.
  static final int THOUSANDS = 0;
  static final int ONES = 1;
  static final int PLAIN = 2;

  // Forms of a text: the lowest two bits of its length.
  static final int TEXT = 0;
  static final int HEX = 1;
  static final int UUID = 2;

  /// Shorter digits compress well enough.
  private static final int SHORTEST_HEX = 8;

  /// Characters of a UUID, and the bytes that it is.
  static final int UUID_LENGTH = 36;

  static final int UUID_BYTES = 16;

  private static final byte[] DIGITS = digitsByCharacter();

  final ByteWriter packed = new ByteWriter();
  final ByteWriter plain = new ByteWriter();

  /// What digits become, before it is known how many there are.
  private byte[] halves = new byte[UUID_BYTES];

  void clear() {
    packed.clear();
    plain.clear();
  }

  /// Any number, in few bytes where it is small or a multiple of a thousand.
  void number(long value) {
    if (value % NANOS_PER_MICRO == 0) {
      packed.varint(zigzag(value / NANOS_PER_MICRO) << 2 | THOUSANDS);
    } else if (value > -LARGE && value < LARGE) {
      packed.varint(zigzag(value) << 2 | ONES);
    } else {
      packed.varint(PLAIN);
      plain.fixed64(value);
    }
  }

  private static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  void text(byte[] bytes, int offset, int length) {
    if (isUuid(bytes, offset, length)) {
      packed.varint((long) length << 2 | UUID);
      digits(bytes, offset, length);
    } else if (length >= SHORTEST_HEX && length % 2 == 0 && isHex(bytes, offset, length)) {
      packed.varint((long) length << 2 | HEX);
      digits(bytes, offset, length);
    } else {
      packed.varint((long) length << 2 | TEXT);
      packed.raw(bytes, offset, length);
    }
  }

  /// The digits among the characters, two in a byte.
  private void digits(byte[] bytes, int offset, int length) {
    if (halves.length < length / 2) {
      halves = new byte[length];
    }
    int size = 0;
    int high = -1;
    for (int i = offset; i < offset + length; i++) {
      int digit = digit(bytes[i]);
      if (digit < 0) {
        continue;
      }
      if (high < 0) {
        high = digit;
      } else {
        halves[size++] = (byte) (high << 4 | digit);
        high = -1;
      }
    }
    plain.raw(halves, 0, size);
  }

  private static boolean isHex(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (digit(bytes[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUuid(byte[] bytes, int offset, int length) {
    if (length != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (digit(bytes[offset + i]) < 0 ? bytes[offset + i] != '-' || !isDash(i) : isDash(i)) {
        return false;
      }
    }
    return true;
  }

  /// Where a UUID has its dashes.
  static boolean isDash(int place) {
    return place == 8 || place == 13 || place == 18 || place == 23;
  }

  /// Of lower-case digits only, because they are written so again; -1 for what is none.
  private static int digit(byte character) {
    return DIGITS[character & 0xff];
  }

  private static byte[] digitsByCharacter() {
    var digits = new byte[256];
    Arrays.fill(digits, (byte) -1);
    for (int digit = 0; digit < 16; digit++) {
      digits[Character.forDigit(digit, 16)] = (byte) digit;
    }
    return digits;
  }
}
