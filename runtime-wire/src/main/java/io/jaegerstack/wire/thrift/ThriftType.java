package io.jaegerstack.wire.thrift;

/// Numbers of thrift's types, as the binary protocol writes them; the compact protocol's are
/// translated to these.
final class ThriftType {
  static final int STOP = 0;
  static final int BOOL = 2;
  static final int BYTE = 3;
  static final int DOUBLE = 4;
  static final int I16 = 6;
  static final int I32 = 8;
  static final int I64 = 10;
  static final int STRING = 11;
  static final int STRUCT = 12;
  static final int MAP = 13;
  static final int SET = 14;
  static final int LIST = 15;
  static final int UUID = 16;

  /// Bits that a type takes below a field's id in what [ThriftReader#field(int)] returns.
  static final int BITS = 8;

  private ThriftType() {}

  /// What [ThriftReader#field(int)] returns for field `id` of `type`.
  static int field(int id, int type) {
    return id << BITS | type;
  }
}
