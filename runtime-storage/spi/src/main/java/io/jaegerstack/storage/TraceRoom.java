package io.jaegerstack.storage;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.TraceId;

/// What one trace has taken of an answer's [Room], from the first guess of its size to its exact
/// one. For one thread at a time.
public final class TraceRoom {
  /// Most that is taken at a time where the guess was too small, bytes.
  private static final long STEP = 256 * 1024;

  private final Room room;
  private final TraceId trace;
  private final long spans;
  private long taken;
  private long needed;

  private TraceRoom(Room room, TraceId trace, long spans) {
    this.room = room;
    this.trace = trace;
    this.spans = spans;
  }

  /// Takes what the trace may need.
  ///
  /// @param spans as many as the trace is known to have; for messages
  /// @param guess of the size of all of them, bytes; what is beyond all the room there is does not
  ///   count, because only the exact size can refuse a trace for good
  /// @throws NoRoomException where there is no room
  public static TraceRoom take(Room room, TraceId trace, long spans, long guess) {
    var taken = new TraceRoom(room, trace, spans);
    taken.grow(Math.min(guess, room.limit()));
    return taken;
  }

  /// Takes what `span` needs beyond the guess.
  ///
  /// @throws NoRoomException where there is no room; nothing is taken then
  public void add(Span span) {
    needed += SpanSize.of(span);
    if (needed > taken) {
      // No more than twice the need, and the last step before the limit is a small one.
      long spare = Math.min(Math.min(STEP, needed), room.limit() - needed);
      grow(needed - taken + Math.max(0, spare));
    }
  }

  private void grow(long bytes) {
    long wanted = taken + bytes;
    switch (room.take(bytes)) {
      case YES -> taken = wanted;
      case BUSY -> {
        giveBack();
        throw NoRoomException.ofTrace(trace, spans, false, wanted, room.limit());
      }
      case NEVER -> {
        giveBack();
        throw NoRoomException.ofTrace(trace, spans, true, wanted, room.limit());
      }
    }
  }

  /// Gives back what was taken beyond the need, when all spans are there.
  public void settle() {
    room.giveBack(taken - needed);
    taken = needed;
  }

  /// Gives back everything, when the spans are let go.
  public void giveBack() {
    room.giveBack(taken);
    taken = 0;
    needed = 0;
  }
}
