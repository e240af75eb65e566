package io.jaegerstack.wire.relay;

/// What became of a frame; its code is its place.
public enum Outcome {
  /// Each span is stored, or counted by the collector as dropped with a reason.
  SETTLED,
  /// The collector has dealt with this sequence number already.
  SETTLED_BEFORE,
  /// Nothing was taken, or it could not be stored now: the frame is still the agent's.
  COME_BACK,
  /// The collector cannot read it and never will.
  REJECTED;

  private static final Outcome[] ALL = values();

  static Outcome read(MessageCursor in) {
    int code = in.int8();
    if (code >= ALL.length) {
      throw in.malformed("outcome is %d, expected 0 to %d".formatted(code, ALL.length - 1));
    }
    return ALL[code];
  }
}
