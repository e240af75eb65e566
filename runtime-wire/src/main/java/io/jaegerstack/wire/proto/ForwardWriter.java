package io.jaegerstack.wire.proto;

import java.util.Arrays;

/// Writes protobuf from the first byte to the last. The length of a message takes five bytes, which
/// are kept free until it is known: longer than need be, and valid.
final class ForwardWriter {
  private static final int LENGTH_BYTES = 5;
  private static final int PAYLOAD_BITS = 7;
  private static final int PAYLOAD = 0x7f;
  private static final int MORE = 0x80;

  private byte[] bytes = new byte[1024];
  private int size;

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, count)));
    }
  }

  void varint(long value) {
    room(Long.BYTES + 2);
    long rest = value;
    while ((rest & ~(long) PAYLOAD) != 0) {
      bytes[size++] = (byte) (rest | MORE);
      rest >>>= PAYLOAD_BITS;
    }
    bytes[size++] = (byte) rest;
  }

  void fixed64(long value) {
    room(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[size++] = (byte) (value >>> (i * Byte.SIZE));
    }
  }

  void bytesField(int tag, byte[] value) {
    varint(tag);
    varint(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /// Opens a message; what this returns goes to [#endMessage(int)].
  int beginMessage(int tag) {
    varint(tag);
    room(LENGTH_BYTES);
    size += LENGTH_BYTES;
    return size;
  }

  void endMessage(int start) {
    int length = size - start;
    for (int i = 0; i < LENGTH_BYTES; i++) {
      int more = i < LENGTH_BYTES - 1 ? MORE : 0;
      bytes[start - LENGTH_BYTES + i] = (byte) (length >>> (i * PAYLOAD_BITS) & PAYLOAD | more);
    }
  }
}
