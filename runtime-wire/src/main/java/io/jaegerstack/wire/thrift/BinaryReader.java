package io.jaegerstack.wire.thrift;

/// Thrift's binary protocol, with a version word before a message (strict) or without (old).
final class BinaryReader extends ThriftReader {
  private static final int VERSION_1 = 0x8001;

  @Override
  void header() {
    int first = i32();
    if (first >= 0) {
      method(checkLength(first, 0));
      messageType = int8();
      pass(Integer.BYTES);
      return;
    }
    if (first >>> 16 != VERSION_1) {
      throw malformed(
          "binary thrift version is " + Integer.toHexString(first >>> 16) + ", expected 8001", 0);
    }
    method(length());
    pass(Integer.BYTES);
    messageType = first & 0xff;
  }

  @Override
  int field(int lastId) {
    int type = int8();
    if (type == ThriftType.STOP) {
      return ThriftType.STOP;
    }
    if (type < 0) {
      throw malformed("unknown thrift type " + type, position - 1);
    }
    return ThriftType.field(i16(), type);
  }

  @Override
  boolean bool() {
    return int8() == 1; // As in libthrift and in Go: every other byte is false.
  }

  @Override
  int i16() {
    require(Short.BYTES);
    position += Short.BYTES;
    return (short) (bytes[position - 2] << 8 | bytes[position - 1] & 0xff);
  }

  @Override
  int i32() {
    require(Integer.BYTES);
    position += Integer.BYTES;
    return (int) INT_BE.get(bytes, position - Integer.BYTES);
  }

  @Override
  long i64() {
    require(Long.BYTES);
    position += Long.BYTES;
    return (long) LONG_BE.get(bytes, position - Long.BYTES);
  }

  @Override
  double float64() {
    return Double.longBitsToDouble(i64());
  }

  @Override
  int length() {
    int at = position;
    return checkLength(i32(), at);
  }

  @Override
  int list() {
    int at = position;
    elementType = int8() & 0xff;
    return checkSize(i32(), 1, at);
  }

  @Override
  int map() {
    int at = position;
    elementType = (int8() & 0xff) << ThriftType.BITS;
    elementType |= int8() & 0xff;
    return checkSize(i32(), 2, at);
  }

  @Override
  boolean skipScalar(int type, boolean isElement) {
    switch (type) {
      case ThriftType.BOOL, ThriftType.BYTE -> pass(1);
      case ThriftType.I16 -> pass(Short.BYTES);
      case ThriftType.I32 -> pass(Integer.BYTES);
      case ThriftType.I64, ThriftType.DOUBLE -> pass(Long.BYTES);
      case ThriftType.STRING -> pass(length());
      case ThriftType.UUID -> pass(2 * Long.BYTES);
      default -> {
        return false;
      }
    }
    return true;
  }
}
