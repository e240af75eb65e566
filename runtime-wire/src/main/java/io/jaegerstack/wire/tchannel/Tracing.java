package io.jaegerstack.wire.tchannel;

/// The trace that a call belongs to, on the wire `spanid:8 parentid:8 traceid:8 traceflags:1`. Read
/// and answered, never used: the calls of a tracing system are not traced.
public record Tracing(long spanId, long parentId, long traceId, int flags) {
  static final int BYTES = 25;

  /// No trace: zeros.
  public static final Tracing NONE = new Tracing(0, 0, 0, 0);

  static Tracing read(FrameCursor in) {
    return new Tracing(in.int64(), in.int64(), in.int64(), in.int8());
  }
}
