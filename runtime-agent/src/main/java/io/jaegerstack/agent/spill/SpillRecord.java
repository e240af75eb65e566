package io.jaegerstack.agent.spill;

/// A frame on the disk, in the hands of who has its bytes in memory too, until given to
/// [SpillLog#settle] or [SpillLog#leave].
public final class SpillRecord {
  /// Where it is; guarded by the log's lock.
  enum State {
    /// The caller has it.
    HELD,
    /// On the disk alone; read again before those that were never read.
    RETURNED,
    /// On the disk alone; still to be read for the first time.
    AHEAD,
    DONE
  }

  private final Generation generation;
  private final Segment segment;
  private final SegmentWalk.Found found;
  private State state = State.HELD;

  SpillRecord(Generation generation, Segment segment, SegmentWalk.Found found) {
    this.generation = generation;
    this.segment = segment;
    this.found = found;
  }

  Generation generation() {
    return generation;
  }

  Segment segment() {
    return segment;
  }

  SegmentWalk.Found found() {
    return found;
  }

  long sequence() {
    return found.header().sequence();
  }

  State state() {
    return state;
  }

  void become(State next) {
    state = next;
  }

  public int spans() {
    return found.header().spans();
  }

  /// As appended.
  public int flags() {
    return found.header().flags();
  }

  /// Bytes of the frame.
  public int length() {
    return found.header().length();
  }
}
