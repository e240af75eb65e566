package io.jaegerstack.wire.proto;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;
import io.jaegerstack.wire.WireFormatException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Protobuf fields out of a byte array, each checked against the end of the message it is in.
///
/// A message is the range from the position to an `end` that the caller keeps; [#nested(int)] gives
/// the end of a message in a message. Used again and again by one thread; [#begin(byte[])] starts
/// over.
public final class ProtoReader {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int BYTES = 2;
  static final int FIXED32 = 5;

  private static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// Longest encoding of a 64-bit varint: ceil(64 / 7) bytes.
  private static final int MAX_VARINT_BYTES = 10;

  private static final int WIRE_TYPE_BITS = 3;
  private static final byte[] NOTHING = {};

  byte[] bytes = NOTHING;
  int position;

  /// What [#tag(int)] returns for field `number` of wire type `type`.
  static int tag(int number, int type) {
    return number << WIRE_TYPE_BITS | type;
  }

  /// Reads from the front of `source` from now on.
  public void begin(byte[] source) {
    begin(source, 0);
  }

  /// Reads `source` from byte `offset` on from now on.
  void begin(byte[] source, int offset) {
    bytes = source;
    position = offset;
  }

  /// Lets go of the input.
  public void end() {
    begin(NOTHING);
  }

  /// Tag of the next field of the message that ends at `end`, or 0 where there is none.
  public int tag(int end) {
    if (position >= end) {
      return 0;
    }
    int at = position;
    long tag = varint(end);
    if (tag >>> Integer.SIZE != 0 || tag >>> WIRE_TYPE_BITS == 0) {
      throw malformed(
          "field tag is " + Long.toUnsignedString(tag) + ", expected 8 to 4294967295", at);
    }
    return (int) tag;
  }

  public int int32(int end) {
    return (int) varint(end);
  }

  public long varint(int end) {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    return longVarint(end);
  }

  private long longVarint(int end) {
    int start = position;
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      require(1, end);
      byte next = bytes[position++];
      value |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("varint is longer than " + MAX_VARINT_BYTES + " bytes", start);
  }

  /// Length of a string, bytes or message, whose first byte is then at the position.
  public int length(int end) {
    int at = position;
    long length = varint(end);
    if (length < 0 || length > end - position) {
      throw malformed(
          "length is "
              + length
              + ", expected 0 to the "
              + (end - position)
              + " bytes left of the message",
          at);
    }
    return (int) length;
  }

  /// Where the message at the position ends.
  public int nested(int end) {
    int length = length(end);
    return position + length;
  }

  /// A string as a key of `keys`.
  Key key(InternTable keys, int end) {
    int length = length(end);
    Key key = keys.intern(bytes, position, length);
    position += length;
    return key;
  }

  public long fixed64(int end) {
    require(Long.BYTES, end);
    position += Long.BYTES;
    return (long) LONG_LE.get(bytes, position - Long.BYTES);
  }

  /// The eight bytes at `offset`, which the caller knows to be there, first byte highest: how ids
  /// travel.
  public long bigEndian(int offset) {
    return (long) LONG_BE.get(bytes, offset);
  }

  /// Passes the value of a field that nobody here knows.
  public void skip(int tag, int end) {
    switch (tag & ((1 << WIRE_TYPE_BITS) - 1)) {
      case VARINT -> varint(end);
      case FIXED64 -> pass(Long.BYTES, end);
      case BYTES -> pass(length(end), end);
      case FIXED32 -> pass(Integer.BYTES, end);
      default ->
          throw malformed(
              "field "
                  + (tag >>> WIRE_TYPE_BITS)
                  + " has wire type "
                  + (tag & ((1 << WIRE_TYPE_BITS) - 1))
                  + ", expected 0, 1, 2 or 5",
              position);
    }
  }

  /// Passes the `length` bytes at the position, which [#length(int)] found to be there.
  ///
  /// @return where they begin
  public int take(int length) {
    position += length;
    return position - length;
  }

  /// Input that is broken where the reader is.
  public WireFormatException malformed(String what) {
    return WireFormatException.malformed(what, position);
  }

  private void pass(int count, int end) {
    require(count, end);
    position += count;
  }

  private void require(int count, int end) {
    if (count > end - position) {
      throw malformed(
          "message ends " + (count - (end - position)) + " bytes too early for a value", position);
    }
  }

  static WireFormatException malformed(String what, int offset) {
    return WireFormatException.malformed(what, offset);
  }
}
