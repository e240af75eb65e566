package io.jaegerstack.storage.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [ByteWriter] wrote.
final class ByteReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int position;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int oneByte() {
    return bytes[position++];
  }

  long fixed64() {
    long value = (long) LONGS.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[position++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  byte[] block() {
    int length = (int) varint();
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  String text() {
    int length = (int) varint();
    position += length;
    return new String(bytes, position - length, length, StandardCharsets.UTF_8);
  }

  /// Passes a block, and says whether its content is `expected`.
  boolean blockIs(byte[] expected) {
    int length = (int) varint();
    position += length;
    return length == expected.length
        && Arrays.equals(bytes, position - length, position, expected, 0, length);
  }

  void skipBlock() {
    int length = (int) varint();
    position += length;
  }

  void skip(int count) {
    position += count;
  }

  int position() {
    return position;
  }

  void moveTo(int place) {
    position = place;
  }
}
