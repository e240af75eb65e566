package io.jaegerstack.wire.thrift;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Elements of thrift's binary protocol, one after another, into an array that grows.
final class ThriftWriter {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int size;

  ThriftWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /// Head of a field; its value follows.
  ThriftWriter field(int id, int type) {
    room(3);
    bytes[size++] = (byte) type;
    bytes[size++] = (byte) (id >> 8);
    bytes[size++] = (byte) id;
    return this;
  }

  /// Ends a struct.
  void stop() {
    int8(ThriftType.STOP);
  }

  void int8(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  void bool(boolean value) {
    int8(value ? 1 : 0);
  }

  void i16(int value) {
    int8(value >> 8);
    int8(value);
  }

  void i32(int value) {
    room(Integer.BYTES);
    INTS.set(bytes, size, value);
    size += Integer.BYTES;
  }

  void i64(long value) {
    room(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  void float64(double value) {
    i64(Double.doubleToRawLongBits(value));
  }

  /// A string or binary.
  void binary(byte[] source, int offset, int length) {
    i32(length);
    room(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  void binary(byte[] source) {
    binary(source, 0, source.length);
  }

  /// Head of a list of `count` elements, which follow.
  void list(int type, int count) {
    int8(type);
    i32(count);
  }

  /// All of `other`, as it is.
  void append(ThriftWriter other) {
    room(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
  }

  /// Writes over the number at byte `at`: a count that was not known when its place came.
  void i32At(int at, int value) {
    INTS.set(bytes, at, value);
  }

  /// Starts over.
  void clear() {
    size = 0;
  }

  private void room(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
