package io.jaegerstack.storage.segments.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes being written, one after the other; used again after [#clear()]. Numbers are
/// little-endian.
public final class ByteWriter {
  /// Longest varint of 64 bits: ceil(64 / 7) bytes.
  private static final int MAX_VARINT_BYTES = 10;

  private static final int FIRST_CAPACITY = 256;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  /// What is written so far is the first [#size()] bytes of it, until the next write.
  public byte[] array() {
    return bytes;
  }

  public byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  public void oneByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  public void fixed16(int value) {
    room(Short.BYTES);
    SHORTS.set(bytes, size, (short) value);
    size += Short.BYTES;
  }

  public void fixed32(int value) {
    room(Integer.BYTES);
    INTS.set(bytes, size, value);
    size += Integer.BYTES;
  }

  public void fixed64(long value) {
    room(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  /// Writes over four bytes that are there already.
  public void fixed32At(int position, int value) {
    INTS.set(bytes, position, value);
  }

  public void varint(long value) {
    room(MAX_VARINT_BYTES);
    byte[] to = bytes;
    int at = size;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    size = at;
  }

  public void raw(byte[] source, int offset, int length) {
    room(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /// Length, then content.
  public void block(byte[] source, int offset, int length) {
    varint(length);
    raw(source, offset, length);
  }

  public void block(byte[] source) {
    block(source, 0, source.length);
  }

  public void text(String text) {
    block(text.getBytes(StandardCharsets.UTF_8));
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      grow(more);
    }
  }

  private void grow(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
  }
}
