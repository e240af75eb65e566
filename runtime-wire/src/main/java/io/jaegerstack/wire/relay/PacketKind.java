package io.jaegerstack.wire.relay;

/// What a packet in a frame is.
public enum PacketKind {
  /// A call of jaeger.thrift's `Agent` in the compact protocol.
  JAEGER_COMPACT(1),
  /// The same in the binary protocol.
  JAEGER_BINARY(2),
  /// An `ExportTraceServiceRequest` in protobuf.
  OTLP(3),
  /// None of those that this version knows; nobody writes it.
  UNKNOWN(0);

  private final byte code;

  PacketKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static PacketKind of(int code) {
    return switch (code) {
      case 1 -> JAEGER_COMPACT;
      case 2 -> JAEGER_BINARY;
      case 3 -> OTLP;
      default -> UNKNOWN;
    };
  }
}
