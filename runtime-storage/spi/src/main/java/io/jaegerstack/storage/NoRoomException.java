package io.jaegerstack.storage;

import io.jaegerstack.model.TraceId;
import org.jspecify.annotations.Nullable;

/// What is to be answered does not fit into its [Room]. Thrown before it is in memory, and after
/// everything taken for it was given back.
public final class NoRoomException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final int MIB = 1 << 20;

  private final transient @Nullable TraceId trace;
  private final boolean isTooLarge;

  private NoRoomException(@Nullable TraceId trace, boolean isTooLarge, String message) {
    super(message, null, false, false);
    this.trace = trace;
    this.isTooLarge = isTooLarge;
  }

  /// @param isTooLarge whether the trace alone is larger than all answers may be together; else
  ///   other answers have the room now
  static NoRoomException ofTrace(
      TraceId trace, long spans, boolean isTooLarge, long bytes, long limit) {
    return new NoRoomException(
        trace,
        isTooLarge,
        message("trace %s with its %d spans".formatted(trace, spans), isTooLarge, bytes, limit));
  }

  /// @param request what does not fit: `the request of 5000000 bytes`
  /// @param bytes that it takes while it is worked on
  public static NoRoomException ofRequest(
      String request, boolean isTooLarge, long bytes, long limit) {
    return new NoRoomException(null, isTooLarge, message(request, isTooLarge, bytes, limit));
  }

  private static String message(String what, boolean isTooLarge, long bytes, long limit) {
    return isTooLarge
        ? "%s takes %d MiB or more, expected at most the %d MiB that all answers may take; give the process a larger heap"
            .formatted(what, mebibytes(bytes), limit / MIB)
        : "%s takes %d MiB, and other answers hold what is left of the %d MiB that all answers may take; try again later"
            .formatted(what, mebibytes(bytes), limit / MIB);
  }

  private static long mebibytes(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }

  /// The trace that did not fit; null where it was a request.
  public @Nullable TraceId trace() {
    return trace;
  }

  /// True where trying later cannot help.
  public boolean isTooLarge() {
    return isTooLarge;
  }
}
