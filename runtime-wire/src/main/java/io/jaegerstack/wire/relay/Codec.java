package io.jaegerstack.wire.relay;

/// How the body of a frame is packed; its code is its place.
public enum Codec {
  NONE,
  ZSTD;

  private static final Codec[] ALL = values();

  static Codec read(MessageCursor in) {
    int code = in.int8();
    if (code >= ALL.length) {
      throw in.malformed("codec is %d, expected 0 to %d".formatted(code, ALL.length - 1));
    }
    return ALL[code];
  }
}
