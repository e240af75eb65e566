package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;

/// `KeyValue` of Jaeger's model.proto to a flat tag. Type and value come in any order, so each of
/// the five values has a place until the type is known.
final class KeyValueFields {
  private static final Key NO_KEY = Key.of("");

  private final InternTable keys;
  private Key key = NO_KEY;
  private int type;
  private int stringOffset;
  private int stringLength;
  private boolean bool;
  private long int64;
  private long float64Bits;
  private int binaryOffset;
  private int binaryLength;

  KeyValueFields(InternTable keys) {
    this.keys = keys;
  }

  /// Adds the tag between the position and `end` to `tags`.
  void read(ProtoReader in, int end, FlatTags tags) {
    clear();
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      field(in, tag, end);
    }
    addTo(tags);
  }

  private void clear() {
    key = NO_KEY;
    type = 0;
    stringOffset = 0;
    stringLength = 0;
    bool = false;
    int64 = 0;
    float64Bits = 0;
    binaryOffset = 0;
    binaryLength = 0;
  }

  private void field(ProtoReader in, int tag, int end) {
    switch (tag) {
      case ApiV2Fields.TAG_KEY -> key = in.key(keys, end);
      case ApiV2Fields.TAG_TYPE -> type = in.int32(end);
      case ApiV2Fields.TAG_STRING -> {
        stringLength = in.length(end);
        stringOffset = in.position;
        in.position += stringLength;
      }
      case ApiV2Fields.TAG_BOOL -> bool = in.varint(end) != 0;
      case ApiV2Fields.TAG_INT64 -> int64 = in.varint(end);
      case ApiV2Fields.TAG_FLOAT64 -> float64Bits = in.fixed64(end);
      case ApiV2Fields.TAG_BINARY -> {
        binaryLength = in.length(end);
        binaryOffset = in.position;
        in.position += binaryLength;
      }
      default -> in.skip(tag, end);
    }
  }

  private void addTo(FlatTags tags) {
    switch (type) {
      case 0 -> tags.addString(key, stringOffset, stringLength);
      case 1 -> tags.addBool(key, bool);
      case 2 -> tags.addInt64(key, int64);
      case 3 -> tags.addFloat64(key, Double.longBitsToDouble(float64Bits));
      case 4 -> tags.addBinary(key, binaryOffset, binaryLength);
      default -> tags.addString(key, Key.of("unknown type " + type));
    }
  }
}
