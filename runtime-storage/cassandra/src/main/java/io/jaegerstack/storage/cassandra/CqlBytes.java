package io.jaegerstack.storage.cassandra;

import io.jaegerstack.model.Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes values in the form of Cassandra's protocol: numbers in network order, and before each
/// part of a value its length. Used again and again by one thread.
final class CqlBytes {
  private static final int FIRST_CAPACITY = 1_024;
  private static final int NULL = -1;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /// What was written since the last [#clear()], as a buffer of its own.
  ByteBuffer toBuffer() {
    return ByteBuffer.wrap(Arrays.copyOf(bytes, size));
  }

  byte[] array() {
    return bytes;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  CqlBytes int32(int value) {
    room(Integer.BYTES);
    bytes[size++] = (byte) (value >>> 24);
    bytes[size++] = (byte) (value >>> 16);
    bytes[size++] = (byte) (value >>> 8);
    bytes[size++] = (byte) value;
    return this;
  }

  CqlBytes int64(long value) {
    return int32((int) (value >>> 32)).int32((int) value);
  }

  CqlBytes raw(byte[] source, int offset, int length) {
    room(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  CqlBytes raw(byte[] source) {
    return raw(source, 0, source.length);
  }

  CqlBytes int8(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /// As a part of a value.
  CqlBytes part(byte[] source) {
    return int32(source.length).raw(source);
  }

  CqlBytes part(byte[] source, int offset, int length) {
    return int32(length).raw(source, offset, length);
  }

  CqlBytes part(long value) {
    return int32(Long.BYTES).int64(value);
  }

  CqlBytes nothing() {
    return int32(NULL);
  }

  /// Leaves room for the length of a part that follows; ended by [#end(int)].
  int begin() {
    int32(0);
    return size;
  }

  void end(int begin) {
    int length = size - begin;
    int end = size;
    size = begin - Integer.BYTES;
    int32(length);
    size = end;
  }

  /// A key's text as a part; Cassandra refuses what is not UTF-8.
  CqlBytes text(Key key) {
    return part(utf8(key));
  }

  /// The UTF-8 of a key, with U+FFFD where its bytes are none.
  static byte[] utf8(Key key) {
    return key.isUtf8() ? key.bytes() : key.text().getBytes(StandardCharsets.UTF_8);
  }

  /// The same of a slice, as a part.
  CqlBytes text(byte[] source, int offset, int length) {
    return isAscii(source, offset, length)
        ? part(source, offset, length)
        : part(
            new String(source, offset, length, StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8));
  }

  static boolean isAscii(byte[] source, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (source[i] < 0) {
        return false;
      }
    }
    return true;
  }

  static ByteBuffer ofLong(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(0, value);
  }

  static ByteBuffer ofInt(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(0, value);
  }

  static ByteBuffer ofText(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
