package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BOOL;
import static io.jaegerstack.wire.thrift.ThriftType.DOUBLE;
import static io.jaegerstack.wire.thrift.ThriftType.I32;
import static io.jaegerstack.wire.thrift.ThriftType.I64;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;

/// `list<Tag>` of jaeger.thrift to flat tags.
final class TagStructs {
  static final RequiredFields REQUIRED = RequiredFields.of("Tag", 1, 2);
  private static final byte[] NOTHING = {};
  private static final Key NO_KEY = Key.of("");

  // Numbers of TagType in jaeger.thrift.
  static final int TYPE_STRING = 0;
  static final int TYPE_DOUBLE = 1;
  static final int TYPE_BOOL = 2;
  static final int TYPE_LONG = 3;
  static final int TYPE_BINARY = 4;

  /// Scratch for more tags than this is let go after use.
  private static final int KEPT_SCRATCH = 1024;

  private final InternTable keys;
  private FlatTags scratch = new FlatTags(NOTHING, 64);

  private Key key = NO_KEY;
  private int type;
  private int textOffset;
  private int textLength;
  private double float64;
  private boolean bool;
  private long int64;
  private int binaryOffset;
  private int binaryLength;

  TagStructs(InternTable keys) {
    this.keys = keys;
  }

  /// The tags of a list whose header is at the position.
  FlatTags list(ThriftReader in) {
    shrink();
    scratch.clear(in.bytes);
    int size = in.structs("tags");
    for (int i = 0; i < size; i++) {
      tag(in);
    }
    return scratch.trimmedCopy();
  }

  /// Lets go of the input, and of room that only an unusual one needed.
  void end() {
    shrink();
    scratch.clear(NOTHING);
  }

  private void shrink() {
    if (scratch.size() > KEPT_SCRATCH) {
      scratch = new FlatTags(NOTHING, 64);
    }
  }

  private void tag(ThriftReader in) {
    clear();
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      if (value(in, field)) {
        seen |= 1 << id;
      } else {
        in.skip(field);
      }
    }
    REQUIRED.check(seen, in.position);
    add();
  }

  private void clear() {
    textOffset = 0;
    textLength = 0;
    binaryOffset = 0;
    binaryLength = 0;
    float64 = 0;
    bool = false;
    int64 = 0;
  }

  private boolean value(ThriftReader in, int field) {
    switch (field) {
      case 1 << ThriftType.BITS | STRING -> {
        int length = in.length();
        key = keys.intern(in.bytes, in.position, length);
        in.position += length;
      }
      case 2 << ThriftType.BITS | I32 -> type = in.i32();
      case 3 << ThriftType.BITS | STRING -> {
        textLength = in.length();
        textOffset = in.position;
        in.position += textLength;
      }
      case 4 << ThriftType.BITS | DOUBLE -> float64 = in.float64();
      case 5 << ThriftType.BITS | BOOL -> bool = in.bool();
      case 6 << ThriftType.BITS | I64 -> int64 = in.i64();
      case 7 << ThriftType.BITS | STRING -> {
        binaryLength = in.length();
        binaryOffset = in.position;
        in.position += binaryLength;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void add() {
    switch (type) {
      case TYPE_STRING -> scratch.addString(key, textOffset, textLength);
      case TYPE_DOUBLE -> scratch.addFloat64(key, float64);
      case TYPE_BOOL -> scratch.addBool(key, bool);
      case TYPE_LONG -> scratch.addInt64(key, int64);
      case TYPE_BINARY -> scratch.addBinary(key, binaryOffset, binaryLength);
      default -> scratch.addString(key, Key.of("Unknown VType: " + type));
    }
  }
}
