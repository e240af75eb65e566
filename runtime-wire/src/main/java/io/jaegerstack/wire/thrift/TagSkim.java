package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BITS;
import static io.jaegerstack.wire.thrift.ThriftType.I32;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;

import java.util.Arrays;

/// Passes `list<Tag>` of jaeger.thrift, checked as [TagStructs] checks it; remembers where in a
/// process's tags the client's identity is.
final class TagSkim {
  static final int ABSENT = -1;

  private static final byte[] CLIENT_UUID = {'c', 'l', 'i', 'e', 'n', 't', '-', 'u', 'u', 'i', 'd'};

  /// Of the value of `client-uuid` in the list passed last; [#ABSENT] where it has none, or none
  /// that is a text.
  int uuidOffset = ABSENT;

  int uuidLength;

  private int keyOffset;
  private int keyLength;
  private int type;
  private int textOffset;
  private int textLength;

  /// Passes a list of tags.
  void list(ThriftReader in) {
    int size = in.structs("tags");
    for (int i = 0; i < size; i++) {
      tag(in);
    }
  }

  /// Passes the tags of a process.
  void ofProcess(ThriftReader in) {
    forget();
    boolean isFound = false;
    int size = in.structs("tags");
    for (int i = 0; i < size; i++) {
      tag(in);
      if (!isFound && isClientUuid(in.bytes)) {
        isFound = true;
        uuidOffset = type == TagStructs.TYPE_STRING ? textOffset : ABSENT;
        uuidLength = textLength;
      }
    }
  }

  void forget() {
    uuidOffset = ABSENT;
  }

  private boolean isClientUuid(byte[] bytes) {
    return keyLength == CLIENT_UUID.length
        && Arrays.equals(
            bytes, keyOffset, keyOffset + keyLength, CLIENT_UUID, 0, CLIENT_UUID.length);
  }

  private void tag(ThriftReader in) {
    textOffset = in.position;
    textLength = 0;
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | STRING -> {
          seen |= 1 << 1;
          keyLength = in.length();
          keyOffset = in.position;
          in.position += keyLength;
        }
        case 2 << BITS | I32 -> {
          seen |= 1 << 2;
          type = in.i32();
        }
        case 3 << BITS | STRING -> {
          textLength = in.length();
          textOffset = in.position;
          in.position += textLength;
        }
        default -> in.skip(field);
      }
    }
    TagStructs.REQUIRED.check(seen, in.position);
  }
}
