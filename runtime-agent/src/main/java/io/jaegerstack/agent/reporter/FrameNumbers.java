package io.jaegerstack.agent.reporter;

import io.jaegerstack.wire.relay.Generation;
import java.util.TreeSet;

/// The sequence numbers of one generation of an agent: rising, and which of them can still come. A
/// collector forgets those below the lowest. For any thread.
public final class FrameNumbers {
  private final Generation generation;
  private final boolean isOfADeadAgent;
  private final TreeSet<Long> open = new TreeSet<>();
  private long last;

  public FrameNumbers(Generation generation) {
    this(generation, false);
  }

  private FrameNumbers(Generation generation, boolean isOfADeadAgent) {
    this.generation = generation;
    this.isOfADeadAgent = isOfADeadAgent;
  }

  /// Those of an agent that this process goes on for. Frames come from the disk one by one, and not
  /// in the order of their numbers: any of them can still come, whatever was settled.
  static FrameNumbers ofADeadAgent(Generation generation) {
    return new FrameNumbers(generation, true);
  }

  public Generation generation() {
    return generation;
  }

  /// The next number, which can come until it is settled.
  public synchronized FrameNumber next() {
    last++;
    open.add(last);
    return new FrameNumber(this, last);
  }

  /// A number that was given before, by a process that this one goes on for.
  public synchronized FrameNumber again(long sequence) {
    last = Math.max(last, sequence);
    open.add(sequence);
    return new FrameNumber(this, sequence);
  }

  synchronized void settle(long sequence) {
    open.remove(sequence);
  }

  /// The lowest number that can still come, or come again.
  public synchronized long lowest() {
    if (isOfADeadAgent) {
      return 1;
    }
    return open.isEmpty() ? last + 1 : open.first();
  }
}
