package io.jaegerstack.wire.thrift;

/// Thrift's compact protocol.
final class CompactReader extends ThriftReader {
  private static final int PROTOCOL_ID = 0x82;
  private static final int VERSION = 1;
  private static final int VERSION_BITS = 5;

  /// Longest encoding of a 32-bit varint: ceil(32 / 7) bytes.
  private static final int MAX_VARINT32_BYTES = 5;

  /// Longest encoding of a 64-bit varint: ceil(64 / 7) bytes.
  private static final int MAX_VARINT64_BYTES = 10;

  private static final int BOOL_TRUE = 1;

  /// List size that says: the size follows as a varint.
  private static final int LONG_LIST = 15;

  /// Type numbers of the compact protocol, from 0 (stop) to 13 (uuid), in those of [ThriftType].
  private static final byte[] TYPES = {
    ThriftType.STOP,
    ThriftType.BOOL,
    ThriftType.BOOL,
    ThriftType.BYTE,
    ThriftType.I16,
    ThriftType.I32,
    ThriftType.I64,
    ThriftType.DOUBLE,
    ThriftType.STRING,
    ThriftType.LIST,
    ThriftType.SET,
    ThriftType.MAP,
    ThriftType.STRUCT,
    ThriftType.UUID
  };

  private boolean fieldValue;

  @Override
  void header() {
    int protocol = int8() & 0xff;
    if (protocol != PROTOCOL_ID) {
      throw malformed(
          "first byte is " + protocol + ", expected " + PROTOCOL_ID + " (compact thrift)", 0);
    }
    int versionAndType = int8() & 0xff;
    int version = versionAndType & ((1 << VERSION_BITS) - 1);
    if (version != VERSION) {
      throw malformed("compact thrift version is " + version + ", expected " + VERSION, 1);
    }
    varint32();
    method(length());
    messageType = versionAndType >> VERSION_BITS;
  }

  @Override
  int field(int lastId) {
    int header = int8();
    if (header == 0) {
      return ThriftType.STOP;
    }
    int compactType = header & 0x0f;
    int delta = header >> 4 & 0x0f;
    int id = delta == 0 ? (short) zigzag(varint32()) : (short) (lastId + delta);
    fieldValue = compactType == BOOL_TRUE;
    return ThriftType.field(id, type(compactType));
  }

  private int type(int compactType) {
    if (compactType == 0 || compactType >= TYPES.length) {
      throw malformed("unknown compact thrift type " + compactType, position - 1);
    }
    return TYPES[compactType];
  }

  /// The value of a field, which was in its header.
  @Override
  boolean bool() {
    return fieldValue;
  }

  @Override
  int i16() {
    return (short) zigzag(varint32());
  }

  @Override
  int i32() {
    return zigzag(varint32());
  }

  @Override
  long i64() {
    long value = varint64();
    return value >>> 1 ^ -(value & 1);
  }

  @Override
  double float64() {
    require(Long.BYTES);
    long bits = (long) LONG_LE.get(bytes, position);
    position += Long.BYTES;
    return Double.longBitsToDouble(bits);
  }

  @Override
  int length() {
    int at = position;
    return checkLength(varint32(), at);
  }

  @Override
  int list() {
    int at = position;
    int header = int8();
    int size = header >> 4 & 0x0f;
    if (size == LONG_LIST) {
      size = varint32();
    }
    int compactType = header & 0x0f;
    elementType = size == 0 && compactType == 0 ? ThriftType.STOP : type(compactType);
    return checkSize(size, 1, at);
  }

  @Override
  int map() {
    int at = position;
    int size = varint32();
    if (size == 0) {
      return 0;
    }
    int types = int8();
    elementType = type(types >> 4 & 0x0f) << ThriftType.BITS | type(types & 0x0f);
    return checkSize(size, 2, at);
  }

  @Override
  boolean skipScalar(int type, boolean isElement) {
    switch (type) {
      case ThriftType.BOOL -> pass(isElement ? 1 : 0);
      case ThriftType.BYTE -> pass(1);
      case ThriftType.I16, ThriftType.I32, ThriftType.I64 -> varint64();
      case ThriftType.DOUBLE -> pass(Long.BYTES);
      case ThriftType.STRING -> pass(length());
      case ThriftType.UUID -> pass(2 * Long.BYTES);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static int zigzag(int value) {
    return value >>> 1 ^ -(value & 1);
  }

  private int varint32() {
    int first = int8();
    if (first >= 0) {
      return first;
    }
    int start = position - 1;
    int value = first & 0x7f;
    for (int i = 1; i < MAX_VARINT32_BYTES; i++) {
      int next = int8();
      value |= (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("varint is longer than " + MAX_VARINT32_BYTES + " bytes", start);
  }

  private long varint64() {
    int start = position;
    long value = 0;
    for (int i = 0; i < MAX_VARINT64_BYTES; i++) {
      int next = int8();
      value |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("varint is longer than " + MAX_VARINT64_BYTES + " bytes", start);
  }
}
