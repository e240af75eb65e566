package io.jaegerstack.wire.tchannel;

/// Payload of an error frame: `code:1 tracing:25 message~2`.
public record ErrorMessage(ErrorCode code, Tracing tracing, String message) {
  /// Longer texts are cut: they are for a log line.
  private static final int MAX_CHARS = 1_000;

  public ErrorMessage(ErrorCode code, String message) {
    this(code, Tracing.NONE, message);
  }

  public static ErrorMessage read(Frame frame) {
    FrameCursor in = frame.payload();
    var code = ErrorCode.of(in.int8());
    return new ErrorMessage(code, Tracing.read(in), in.text());
  }

  /// @param id of the call, or [Frame#NO_ID]
  public Frame toFrame(int id) {
    String text = message.length() > MAX_CHARS ? message.substring(0, MAX_CHARS) : message;
    return new FrameBuilder(FrameType.ERROR, id)
        .int8(code.code())
        .tracing(tracing)
        .text(text)
        .toFrame();
  }
}
