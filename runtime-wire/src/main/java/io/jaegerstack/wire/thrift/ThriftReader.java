package io.jaegerstack.wire.thrift;

import io.jaegerstack.wire.WireFormatException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Thrift elements out of a byte array, one after another, each checked against what is left.
///
/// A field is one int: its id above its type ([ThriftType#field(int, int)]); 0 ends a struct. Used
/// again and again by one thread; [#begin(byte[])] starts over.
abstract sealed class ThriftReader permits CompactReader, BinaryReader {
  /// Nesting of unknown fields that is followed while they are skipped; libthrift's own limit.
  static final int MAX_DEPTH = 64;

  static final VarHandle LONG_BE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT_BE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final byte[] NOTHING = {};

  byte[] bytes = NOTHING;
  int position;

  /// Behind the last byte that may be read.
  int limit;

  /// Where the name of the method is that a message calls, and how it is called.
  int methodOffset;

  int methodLength;
  int messageType;

  /// Type of the elements of the list whose header was read last.
  int elementType;

  /// Reads from the front of `source` from now on.
  void begin(byte[] source) {
    begin(source, 0);
  }

  /// Reads `source` from byte `offset` to its end from now on.
  void begin(byte[] source, int offset) {
    begin(source, offset, source.length);
  }

  /// Reads the bytes of `source` from `offset` to before `end` from now on.
  void begin(byte[] source, int offset, int end) {
    bytes = source;
    position = offset;
    limit = end;
  }

  /// Lets go of the input.
  void end() {
    begin(NOTHING);
  }

  /// Passes the header of a message and leaves what it says; the position is then at the arguments.
  abstract void header();

  /// The header of a message; the position is then at its arguments.
  final MessageHeader message() {
    header();
    return headerRead();
  }

  /// What [#header()] has passed.
  final MessageHeader headerRead() {
    return new MessageHeader(
        new String(bytes, methodOffset, methodLength, StandardCharsets.UTF_8), messageType);
  }

  /// Passes the name of a method, of `length` bytes.
  final void method(int length) {
    methodOffset = position;
    methodLength = length;
    position += length;
  }

  /// The next field of a struct whose field before was `lastId` (0 at its start), or
  /// [ThriftType#STOP].
  abstract int field(int lastId);

  abstract boolean bool();

  abstract int i16();

  abstract int i32();

  abstract long i64();

  abstract double float64();

  /// Length of a string or binary whose bytes are at the position.
  abstract int length();

  /// Number of elements of a list or set, each of which takes at least a byte of what is left.
  /// Leaves their type in [#elementType].
  abstract int list();

  /// Number of entries of a map; leaves key and value types in [#elementType], one byte each.
  abstract int map();

  /// Passes a value of a type other than a struct or a container; `false` where it is one of those.
  abstract boolean skipScalar(int type, boolean isElement);

  /// Number of elements of a list of structs.
  final int structs(String what) {
    int at = position;
    int size = list();
    if (size > 0 && elementType != ThriftType.STRUCT) {
      throw malformed(
          "list of " + what + " has element type " + elementType + ", expected structs", at);
    }
    return size;
  }

  /// Passes the value of a field.
  final void skip(int field) {
    skip(field & 0xff, MAX_DEPTH, false);
  }

  private void skip(int type, int depthLeft, boolean isElement) {
    if (skipScalar(type, isElement)) {
      return;
    }
    if (depthLeft == 0) {
      throw malformed("unknown fields are nested deeper than " + MAX_DEPTH, position);
    }
    switch (type) {
      case ThriftType.STRUCT -> skipStruct(depthLeft - 1);
      case ThriftType.LIST, ThriftType.SET -> skipList(depthLeft - 1);
      case ThriftType.MAP -> skipMap(depthLeft - 1);
      default -> throw malformed("unknown thrift type " + type, position);
    }
  }

  private void skipStruct(int depthLeft) {
    int id = 0;
    for (int field = field(id); field != ThriftType.STOP; field = field(id)) {
      id = field >> ThriftType.BITS;
      skip(field & 0xff, depthLeft, false);
    }
  }

  private void skipList(int depthLeft) {
    int size = list();
    int type = elementType;
    for (int i = 0; i < size; i++) {
      skip(type, depthLeft, true);
    }
  }

  private void skipMap(int depthLeft) {
    int size = map();
    int keys = elementType >> ThriftType.BITS;
    int values = elementType & 0xff;
    for (int i = 0; i < size; i++) {
      skip(keys, depthLeft, true);
      skip(values, depthLeft, true);
    }
  }

  final byte int8() {
    require(1);
    return bytes[position++];
  }

  /// Passes `count` bytes.
  final void pass(int count) {
    require(count);
    position += count;
  }

  /// Passes a string or binary.
  final void passText() {
    int length = length();
    position += length;
  }

  final void require(int count) {
    if (count > limit - position) {
      throw malformed(
          "input ends " + (count - (limit - position)) + " bytes too early for a value", position);
    }
  }

  /// Checks a length that was read at byte `at`.
  final int checkLength(int length, int at) {
    if (length < 0 || length > limit - position) {
      throw malformed(
          "length is " + length + ", expected 0 to the " + (limit - position) + " bytes left", at);
    }
    return length;
  }

  /// Checks the size of a list or map that was read at byte `at`.
  final int checkSize(int size, int bytesEach, int at) {
    if (size < 0 || size > (limit - position) / bytesEach) {
      throw malformed(
          "collection of "
              + size
              + " elements, expected what fits in the "
              + (limit - position)
              + " bytes left",
          at);
    }
    return size;
  }

  static WireFormatException malformed(String what, int offset) {
    return WireFormatException.malformed(what, offset);
  }
}
