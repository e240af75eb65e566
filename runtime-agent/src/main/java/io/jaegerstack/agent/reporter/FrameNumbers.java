package io.jaegerstack.agent.reporter;

import io.jaegerstack.wire.relay.Generation;
import java.util.TreeSet;

/// The sequence numbers of one generation of an agent: rising, and which of them can still come. A
/// collector forgets those below the lowest. For any thread.
public final class FrameNumbers {
  private final Generation generation;
  private final TreeSet<Long> open = new TreeSet<>();
  private long last;

  public FrameNumbers(Generation generation) {
    this.generation = generation;
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
    return open.isEmpty() ? last + 1 : open.first();
  }
}
