package io.jaegerstack.wire.relay;

import java.time.Duration;

/// The collector's last word on one frame: `id:4 outcome:1 stored:4 dropped:4 wait:4 message~2`.
///
/// @param id of the frame
/// @param stored spans of it that the storage has
/// @param dropped spans of it that the collector counted as dropped
/// @param waitMillis before the frame is sent again; 0 where it is not, or where that is left to
///   the agent
/// @param message why; empty where there is nothing to say
public record Receipt(
    int id, Outcome outcome, int stored, int dropped, int waitMillis, String message) {
  private static final int FIXED_BYTES = 4 + 1 + 4 + 4 + 4 + 2;

  /// Most bytes of one.
  static final int MAX_BYTES = FIXED_BYTES + Texts.MAX_MESSAGE_BYTES;

  public static Receipt settled(int id, int stored, int dropped) {
    return new Receipt(id, Outcome.SETTLED, stored, dropped, 0, "");
  }

  public static Receipt settledBefore(int id) {
    return new Receipt(id, Outcome.SETTLED_BEFORE, 0, 0, 0, "");
  }

  public static Receipt comeBack(int id, int stored, int dropped, Duration wait, String message) {
    return new Receipt(id, Outcome.COME_BACK, stored, dropped, (int) wait.toMillis(), message);
  }

  public static Receipt rejected(int id, String message) {
    return new Receipt(id, Outcome.REJECTED, 0, 0, 0, message);
  }

  static Receipt read(MessageCursor in) {
    int id = in.int32();
    var outcome = Outcome.read(in);
    int stored = in.count("number of spans stored");
    int dropped = in.count("number of spans dropped");
    return new Receipt(id, outcome, stored, dropped, in.count("time to wait"), in.text());
  }

  int bytes() {
    return FIXED_BYTES + Texts.cut(message).length;
  }

  void writeTo(MessageBuilder out) {
    out.int32(id)
        .int8(outcome.ordinal())
        .int32(stored)
        .int32(dropped)
        .int32(waitMillis)
        .text(Texts.cut(message));
  }
}
