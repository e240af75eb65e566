package io.jaegerstack.storage;

import io.jaegerstack.model.TraceId;

/// The spans of a trace do not fit into the [Room] of the answer that they are for. Thrown before
/// they are in memory, and after everything taken for them was given back.
public final class NoRoomException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final int MIB = 1 << 20;

  private final transient TraceId trace;
  private final boolean isTooLarge;

  private NoRoomException(TraceId trace, boolean isTooLarge, String message) {
    super(message, null, false, false);
    this.trace = trace;
    this.isTooLarge = isTooLarge;
  }

  /// Other answers have the room now.
  static NoRoomException busy(TraceId trace, long spans, long bytes, long limit) {
    return new NoRoomException(
        trace,
        false,
        "trace %s with its %d spans takes %d MiB, and other answers hold what is left of the %d MiB that all answers may take; try again later"
            .formatted(trace, spans, mebibytes(bytes), limit / MIB));
  }

  /// The trace alone is larger than all answers may be together.
  static NoRoomException tooLarge(TraceId trace, long spans, long bytes, long limit) {
    return new NoRoomException(
        trace,
        true,
        "trace %s with its %d spans takes %d MiB or more, expected at most the %d MiB that all answers may take; give the process a larger heap"
            .formatted(trace, spans, mebibytes(bytes), limit / MIB));
  }

  private static long mebibytes(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }

  /// The trace that did not fit.
  public TraceId trace() {
    return trace;
  }

  /// True where trying later cannot help.
  public boolean isTooLarge() {
    return isTooLarge;
  }
}
