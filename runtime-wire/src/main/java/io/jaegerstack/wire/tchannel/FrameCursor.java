package io.jaegerstack.wire.tchannel;

import io.jaegerstack.wire.WireFormatException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A place in a frame, or in an argument, that moves on with each value read; numbers are unsigned
/// and have their highest byte first.
final class FrameCursor {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int position;

  FrameCursor(byte[] bytes, int position) {
    this(bytes, position, bytes.length);
  }

  FrameCursor(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return position;
  }

  int left() {
    return end - position;
  }

  int int8() {
    return bytes[pass(1)] & 0xff;
  }

  int int16() {
    return (short) SHORTS.get(bytes, pass(Short.BYTES)) & 0xffff;
  }

  /// All 32 bits; the callers know whether they mean a number.
  int int32() {
    return (int) INTS.get(bytes, pass(Integer.BYTES));
  }

  long int64() {
    return (long) LONGS.get(bytes, pass(Long.BYTES));
  }

  /// Text after its length in one byte.
  String shortText() {
    return text(int8());
  }

  /// Text after its length in two bytes.
  String text() {
    return text(int16());
  }

  private String text(int length) {
    return new String(bytes, pass(length), length, StandardCharsets.UTF_8);
  }

  /// Moves on by `count` bytes, and returns where they begin.
  int pass(int count) {
    if (count > end - position) {
      throw malformed(
          "%d bytes expected, %d are left in the frame".formatted(count, end - position));
    }
    position += count;
    return position - count;
  }

  WireFormatException malformed(String what) {
    return WireFormatException.malformed(what, position);
  }
}
