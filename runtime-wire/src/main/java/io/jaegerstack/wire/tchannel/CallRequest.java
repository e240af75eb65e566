package io.jaegerstack.wire.tchannel;

import java.util.Map;

/// What a call request says before its arguments: `flags:1 ttl:4 tracing:25 service~1 nh:1 (hk~1
/// hv~1){nh}`.
///
/// @param ttlMillis how long the caller waits, unsigned
/// @param headers those that [TransportHeaders] names
/// @param arguments what arrived of them so far
public record CallRequest(
    long ttlMillis,
    Tracing tracing,
    String service,
    Map<String, String> headers,
    CallArguments arguments) {

  /// The call that begins in `frame`.
  ///
  /// @param maxBytes largest call taken, in bytes of all arguments
  public static CallRequest read(Frame frame, int maxBytes) {
    FrameCursor in = frame.payload();
    int flags = in.int8();
    long ttl = Integer.toUnsignedLong(in.int32());
    Tracing tracing = Tracing.read(in);
    String service = in.shortText();
    Map<String, String> headers = TransportHeaders.read(in);
    return new CallRequest(
        ttl, tracing, service, headers, CallArguments.begin(in, flags, maxBytes));
  }

  /// The beginning of the first frame of a call request with flags 0.
  static FrameBuilder write(
      int id, long ttlMillis, Tracing tracing, String service, Map<String, String> headers) {
    return new FrameBuilder(FrameType.CALL_REQUEST, id)
        .int8(0)
        .int32((int) ttlMillis)
        .tracing(tracing)
        .shortText(service)
        .headers(headers);
  }
}
