package io.jaegerstack.storage.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes being written, one after the other; used again after [#clear()].
final class ByteWriter {
  /// Longest varint of 64 bits: ceil(64 / 7) bytes.
  private static final int MAX_VARINT_BYTES = 10;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[1024];
  private int size;

  void clear() {
    size = 0;
  }

  void oneByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  void fixed64(long value) {
    room(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  void varint(long value) {
    room(MAX_VARINT_BYTES);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /// Length, then content.
  void block(byte[] source, int offset, int length) {
    varint(length);
    room(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
