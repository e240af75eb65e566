package io.jaegerstack.wire.proto;

/// OTLP's `AnyValue`: which of its members is set, and where in the bytes it is. The last one that
/// comes counts.
final class AnyValue {
  /// Tag of the member, of those in [OtlpFields]; 0 where there is none.
  int member;

  /// First byte of a string, bytes, array or kvlist.
  int offset;

  /// Length of a string, bytes, array or kvlist.
  int length;

  /// A bool as 0 or 1, an int as it is, a double as its bits.
  long number;

  void clear() {
    member = 0;
    offset = 0;
    length = 0;
    number = 0;
  }

  /// Takes the value between the position and `end`.
  void read(ProtoReader in, int end) {
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case OtlpFields.STRING_VALUE,
            OtlpFields.BYTES_VALUE,
            OtlpFields.ARRAY_VALUE,
            OtlpFields.KVLIST_VALUE -> {
          member = tag;
          length = in.length(end);
          offset = in.position;
          in.position += length;
        }
        case OtlpFields.BOOL_VALUE -> {
          member = tag;
          number = in.varint(end) != 0 ? 1 : 0;
        }
        case OtlpFields.INT_VALUE -> {
          member = tag;
          number = in.varint(end);
        }
        case OtlpFields.DOUBLE_VALUE -> {
          member = tag;
          number = in.fixed64(end);
        }
        default -> in.skip(tag, end);
      }
    }
  }
}
