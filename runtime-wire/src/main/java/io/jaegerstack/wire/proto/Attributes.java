package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;

/// OTLP's `KeyValue` to a flat tag. Arrays and kvlists become JSON text, no value an empty string,
/// as in Jaeger.
final class Attributes {
  private static final Key NO_KEY = Key.of("");

  private final InternTable keys;
  private final AnyValue value = new AnyValue();
  private final AnyValueJson json = new AnyValueJson();

  Attributes(InternTable keys) {
    this.keys = keys;
  }

  /// Adds the attribute between the position and `end` to `tags`.
  void read(ProtoReader in, int end, FlatTags tags) {
    value.clear();
    Key key = NO_KEY;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case OtlpFields.KEY -> key = in.key(keys, end);
        case OtlpFields.VALUE -> value.read(in, in.nested(end));
        default -> in.skip(tag, end);
      }
    }
    add(in, key, tags);
  }

  private void add(ProtoReader in, Key key, FlatTags tags) {
    switch (value.member) {
      case OtlpFields.STRING_VALUE -> tags.addString(key, value.offset, value.length);
      case OtlpFields.BOOL_VALUE -> tags.addBool(key, value.number != 0);
      case OtlpFields.INT_VALUE -> tags.addInt64(key, value.number);
      case OtlpFields.DOUBLE_VALUE -> tags.addFloat64(key, Double.longBitsToDouble(value.number));
      case OtlpFields.BYTES_VALUE -> tags.addBinary(key, value.offset, value.length);
      case OtlpFields.ARRAY_VALUE, OtlpFields.KVLIST_VALUE ->
          tags.addString(key, Key.of(json.write(in, value)));
      default -> tags.addString(key, 0, 0);
    }
  }
}
