package io.jaegerstack.wire.relay;

import io.jaegerstack.wire.WireFormatException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A place in a message, or in the body of a frame, that moves on with each value read; numbers are
/// unsigned and have their highest byte first.
final class MessageCursor {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int position;

  MessageCursor(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  int position() {
    return position;
  }

  boolean isAtEnd() {
    return position == end;
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

  /// All 32 bits: an id or a checksum.
  int int32() {
    return (int) INTS.get(bytes, pass(Integer.BYTES));
  }

  /// A number of 32 bits, of which none that is meant comes near the largest that an `int` holds.
  int count(String what) {
    int value = int32();
    if (value < 0) {
      throw malformed(
          "%s is %d, expected less than 2^31".formatted(what, Integer.toUnsignedLong(value)));
    }
    return value;
  }

  long int64() {
    return (long) LONGS.get(bytes, pass(Long.BYTES));
  }

  /// Text after its length in two bytes.
  String text() {
    int length = int16();
    return new String(bytes, pass(length), length, StandardCharsets.UTF_8);
  }

  /// Moves on by `count` bytes, and returns where they begin.
  int pass(int count) {
    if (count < 0 || count > end - position) {
      throw malformed("%d bytes expected, %d are left".formatted(count, end - position));
    }
    position += count;
    return position - count;
  }

  void requireEnd(String what) {
    if (position != end) {
      throw malformed("%d bytes after the end of %s".formatted(end - position, what));
    }
  }

  WireFormatException malformed(String what) {
    return WireFormatException.malformed(what, position);
  }
}
