package io.jaegerstack.wire.tchannel;

import java.util.Map;

/// What a call response says before its arguments: `flags:1 code:1 tracing:25 nh:1 (hk~1
/// hv~1){nh}`.
///
/// @param ok false where the answer is an exception that the called service declares
/// @param headers those that [TransportHeaders] names
/// @param arguments what arrived of them so far
public record CallResponse(
    boolean ok, Tracing tracing, Map<String, String> headers, CallArguments arguments) {

  /// The answer that begins in `frame`.
  ///
  /// @param maxBytes largest answer taken, in bytes of all arguments
  public static CallResponse read(Frame frame, int maxBytes) {
    FrameCursor in = frame.payload();
    int flags = in.int8();
    boolean ok = in.int8() == 0;
    Tracing tracing = Tracing.read(in);
    Map<String, String> headers = TransportHeaders.read(in);
    return new CallResponse(ok, tracing, headers, CallArguments.begin(in, flags, maxBytes));
  }

  /// The beginning of the first frame of an answer with flags 0.
  static FrameBuilder write(int id, boolean ok, Tracing tracing, Map<String, String> headers) {
    return new FrameBuilder(FrameType.CALL_RESPONSE, id)
        .int8(0)
        .int8(ok ? 0 : 1)
        .tracing(tracing)
        .headers(headers);
  }
}
