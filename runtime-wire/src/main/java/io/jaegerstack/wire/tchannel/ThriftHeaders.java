package io.jaegerstack.wire.tchannel;

/// Argument 2 of a thrift call: the application's headers, `nh:2 (k~2 v~2){nh}`. Jaeger's calls
/// have none that mean anything to the other side.
public final class ThriftHeaders {
  private static final byte[] NONE = {0, 0};

  /// Refuses what is not a list of headers, to the last byte.
  public static void check(Argument headers) {
    FrameCursor in = headers.cursor();
    for (int left = in.int16(); left > 0; left--) {
      in.pass(in.int16());
      in.pass(in.int16());
    }
    if (in.left() > 0) {
      throw in.malformed(in.left() + " bytes behind the application headers");
    }
  }

  /// No headers.
  static byte[] none() {
    return NONE;
  }

  private ThriftHeaders() {}
}
