package io.jaegerstack.wire;

/// Bytes are not what a reader expected. Says what was found where, and what was expected instead.
///
/// Carries no stack trace: one is thrown for each bad datagram that anybody cares to send, so it
/// has to be cheap, and the place that matters is the one in the input.
public final class WireFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Why bytes were refused; callers count by it.
  public enum Kind {
    /// Truncated, out of bounds, too deep, wrong protocol: no sender in order sends this.
    MALFORMED,

    /// A well-formed message that calls a method which does not exist here.
    UNKNOWN_METHOD
  }

  private final Kind kind;

  public WireFormatException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /// Input that is broken at byte `offset`.
  public static WireFormatException malformed(String what, int offset) {
    return new WireFormatException(Kind.MALFORMED, what + " at byte " + offset);
  }

  public Kind kind() {
    return kind;
  }
}
