package io.jaegerstack.storage.segments.span;

import io.jaegerstack.model.TagType;
import io.jaegerstack.storage.segments.bytes.ByteReader;

/// Where what is in an encoded span, as [FrameEncoder] writes it.
public final class SpanLayout {
  public static final int TRACE_HIGH = 0;
  public static final int TRACE_LOW = 8;
  public static final int SPAN_ID = 16;
  public static final int START = 24;
  public static final int DURATION = 32;

  /// Where the varint of the flags begins, and everything without a fixed place after it.
  public static final int FLAGS = 40;

  /// Bytes of a reference: type, both halves of the trace id, span id.
  public static final int REFERENCE_BYTES = 1 + 3 * Long.BYTES;

  /// Passes type and value of a tag.
  public static void skipValue(ByteReader in) {
    skipValue(TagType.of(in.oneByte()), in);
  }

  /// Passes the value of a tag.
  public static void skipValue(TagType type, ByteReader in) {
    switch (type) {
      case STRING, BINARY -> in.skipBlock();
      case BOOL -> in.skip(1);
      case INT64, FLOAT64 -> in.skip(Long.BYTES);
    }
  }

  private SpanLayout() {}
}
