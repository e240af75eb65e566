package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteReader;
import java.nio.charset.StandardCharsets;

/// Reads the two streams that [Packing] wrote, in step. One thread.
final class Unpacking {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final long NANOS_PER_MICRO = 1_000;
  private static final int FORM = 3;

  final ByteReader packed;
  final ByteReader plain;

  Unpacking(byte[] packed, byte[] plain) {
    this.packed = new ByteReader(packed);
    this.plain = new ByteReader(plain);
  }

  void moveTo(int packedAt, int plainAt) {
    packed.moveTo(packedAt);
    plain.moveTo(plainAt);
  }

  long number() {
    long coded = packed.varint();
    long zigzag = coded >>> 2;
    long value = zigzag >>> 1 ^ -(zigzag & 1);
    return switch ((int) coded & FORM) {
      case Packing.THOUSANDS -> value * NANOS_PER_MICRO;
      case Packing.ONES -> value;
      default -> plain.fixed64();
    };
  }

  void skipNumber() {
    if ((packed.varint() & FORM) == Packing.PLAIN) {
      plain.skip(Long.BYTES);
    }
  }

  String text() {
    long coded = packed.varint();
    int length = (int) (coded >>> 2);
    int form = (int) coded & FORM;
    return form == Packing.TEXT ? packed.text(length) : digits(length, form == Packing.UUID);
  }

  private String digits(int length, boolean isUuid) {
    byte[] text = new byte[length];
    int both = 0;
    boolean isHigh = true;
    for (int i = 0; i < length; i++) {
      if (isUuid && Packing.isDash(i)) {
        text[i] = '-';
        continue;
      }
      if (isHigh) {
        both = plain.oneByte();
      }
      text[i] = DIGITS[isHigh ? both >> 4 : both & 0xf];
      isHigh = !isHigh;
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  void skipText() {
    long coded = packed.varint();
    int length = (int) (coded >>> 2);
    switch ((int) coded & FORM) {
      case Packing.TEXT -> packed.skip(length);
      case Packing.HEX -> plain.skip(length / 2);
      default -> plain.skip(Packing.UUID_BYTES);
    }
  }
}
