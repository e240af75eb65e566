package io.jaegerstack.storage.cassandra;

import java.util.Arrays;

/// Writes fields as Go's `encoding/gob` does: before each the distance from the last field that was
/// not zero, numbers in as few bytes as they need. Fields are numbered from 1; each method gives
/// back the last field that is there. One thread.
final class GobBytes {
  private static final int FIRST_CAPACITY = 1_024;
  private static final int ONE_BYTE_BELOW = 128;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  GobBytes one(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, size * 2);
    }
    bytes[size++] = (byte) value;
    return this;
  }

  GobBytes bigEndian(long value, int width) {
    for (int shift = (width - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      one((int) (value >>> shift));
    }
    return this;
  }

  /// One byte below 128, else how many bytes (as a negative number) and these bytes.
  GobBytes number(long unsigned) {
    if (unsigned >= 0 && unsigned < ONE_BYTE_BELOW) {
      return one((int) unsigned);
    }
    int width = Long.BYTES - Long.numberOfLeadingZeros(unsigned) / Byte.SIZE;
    return one(-width).bigEndian(unsigned, width);
  }

  GobBytes delta(int field, int last) {
    return number(field - last);
  }

  int unsigned(int field, int last, long value) {
    if (value == 0) {
      return last;
    }
    delta(field, last).number(value);
    return field;
  }

  /// The sign is the lowest bit.
  int signed(int field, int last, long value) {
    if (value == 0) {
      return last;
    }
    delta(field, last).number(value < 0 ? ~value << 1 | 1 : value << 1);
    return field;
  }

  int flag(int field, int last, boolean value) {
    return unsigned(field, last, value ? 1 : 0);
  }

  /// The bytes of its bits from the last to the first, because few of them are zero at the front.
  int fraction(int field, int last, double value, long bits) {
    if (value == 0) {
      return last;
    }
    delta(field, last).number(Long.reverseBytes(bits));
    return field;
  }

  int text(int field, int last, byte[] text) {
    return bytes(field, last, text, 0, text.length);
  }

  int bytes(int field, int last, byte[] source, int offset, int length) {
    if (length == 0) {
      return last;
    }
    delta(field, last).number(length);
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
    }
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return field;
  }

  /// FNV-1a over what was written, going on from `hash`.
  long fnv(long hash, long prime) {
    long next = hash;
    for (int i = 0; i < size; i++) {
      next = (next ^ (bytes[i] & 0xff)) * prime;
    }
    return next;
  }
}
