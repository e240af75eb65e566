package io.jaegerstack.storage.segments.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [ByteWriter] wrote. One thread.
public final class ByteReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int position;

  public ByteReader(byte[] bytes) {
    this(bytes, 0);
  }

  public ByteReader(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  /// The array that is read.
  public byte[] array() {
    return bytes;
  }

  public int position() {
    return position;
  }

  public void moveTo(int place) {
    position = place;
  }

  public void skip(int count) {
    position += count;
  }

  public boolean hasMore() {
    return position < bytes.length;
  }

  public int oneByte() {
    return bytes[position++] & 0xff;
  }

  public int fixed32() {
    int value = (int) INTS.get(bytes, position);
    position += Integer.BYTES;
    return value;
  }

  public long fixed64() {
    long value = (long) LONGS.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  public long varint() {
    byte first = bytes[position];
    if (first >= 0) {
      position++;
      return first;
    }
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[position++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /// A varint that counts or measures something in memory.
  public int count() {
    return (int) varint();
  }

  public byte[] raw(int length) {
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  public byte[] block() {
    return raw(count());
  }

  public String text() {
    return text(count());
  }

  /// The next `length` bytes as text; what is not UTF-8 becomes U+FFFD.
  public String text(int length) {
    position += length;
    return new String(bytes, position - length, length, StandardCharsets.UTF_8);
  }

  public void skipBlock() {
    int length = count();
    position += length;
  }
}
