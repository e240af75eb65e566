package io.jaegerstack.wire.proto;

import io.jaegerstack.model.Key;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes protobuf from the last byte to the first: the length of a message is known when its
/// header is due, so no size has to be computed beforehand. Fields are written last to first, and a
/// field's value before its tag.
final class ReverseWriter {
  private static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int MAX_VARINT_BYTES = 10;
  private static final int PAYLOAD_BITS = 7;

  private byte[] bytes;

  /// Index of the first byte written.
  private int start;

  ReverseWriter(int capacity) {
    bytes = new byte[capacity];
    start = capacity;
  }

  void clear() {
    start = bytes.length;
  }

  int capacity() {
    return bytes.length;
  }

  /// Bytes written so far; the difference of two is the length of what lies between.
  int size() {
    return bytes.length - start;
  }

  byte[] toArray() {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  private void room(int count) {
    if (start >= count) {
      return;
    }
    int size = size();
    byte[] grown =
        new byte[Math.max(Math.multiplyExact(bytes.length, 2), Math.addExact(size, count))];
    System.arraycopy(bytes, start, grown, grown.length - size, size);
    start = grown.length - size;
    bytes = grown;
  }

  void varint(long value) {
    room(MAX_VARINT_BYTES);
    if (value >= 0 && value < 1 << PAYLOAD_BITS) {
      bytes[--start] = (byte) value;
      return;
    }
    start -= (Long.SIZE - Long.numberOfLeadingZeros(value) + PAYLOAD_BITS - 1) / PAYLOAD_BITS;
    int at = start;
    long rest = value;
    while (rest >>> PAYLOAD_BITS != 0) {
      bytes[at++] = (byte) (rest | 1 << PAYLOAD_BITS);
      rest >>>= PAYLOAD_BITS;
    }
    bytes[at] = (byte) rest;
  }

  void littleEndian(long value) {
    room(Long.BYTES);
    start -= Long.BYTES;
    LONG_LE.set(bytes, start, value);
  }

  void bigEndian(long value) {
    room(Long.BYTES);
    start -= Long.BYTES;
    LONG_BE.set(bytes, start, value);
  }

  /// A whole string or bytes field.
  void bytesField(int tag, byte[] source, int offset, int length) {
    room(length);
    start -= length;
    System.arraycopy(source, offset, bytes, start, length);
    varint(length);
    varint(tag);
  }

  /// A whole string field.
  void keyField(int tag, Key key) {
    bytesField(tag, key.bytes(), 0, key.length());
  }

  /// A whole varint field, left out where it is 0.
  void varintField(int tag, long value) {
    if (value != 0) {
      varint(value);
      varint(tag);
    }
  }

  /// The header of a message whose fields were written since [#size()] was `sizeBefore`.
  void messageHeader(int tag, int sizeBefore) {
    varint(size() - sizeBefore);
    varint(tag);
  }
}
