package io.jaegerstack.agent.reporter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// All frames that the agent answers for: those that wait, and those that were taken out to be
/// sent, until they are settled. Bounded by the heap that all of them hold. For any thread.
public final class FrameQueue {
  private final long maxBytes;
  private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private Runnable onFrame = () -> {};
  private long bytes;
  private long spans;
  private boolean sendersMayTake = true;
  private boolean closed;
  private boolean ended;

  public FrameQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Runs `wake` whenever a frame has come to wait. Set before the first frame.
  public void onFrame(Runnable wake) {
    onFrame = wake;
  }

  /// Whether there was room, which there is for one frame of any size where there is no other;
  /// never once the queue is closed.
  ///
  /// @param taken runs where there was, before anyone can see the frame
  boolean offer(Frame frame, Runnable taken) {
    lock.lock();
    try {
      boolean fits = spans == 0 || bytes + frame.retainedBytes() <= maxBytes;
      if (closed || !fits) {
        return false;
      }
      taken.run();
      waiting.addLast(frame);
      bytes += frame.retainedBytes();
      spans += frame.spans();
      changed.signal();
    } finally {
      lock.unlock();
    }
    onFrame.run();
    return true;
  }

  /// The frame that waits longest, to be sent now; null where none waits.
  public @Nullable Frame poll() {
    lock.lock();
    try {
      return waiting.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /// The frame that [#poll()] would return.
  public @Nullable Frame peek() {
    lock.lock();
    try {
      return waiting.peekFirst();
    } finally {
      lock.unlock();
    }
  }

  /// As [#poll()], waiting for a frame and for the senders' turn. Null once the queue has ended.
  @Nullable Frame take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!ended && (waiting.isEmpty() || !sendersMayTake)) {
        changed.await();
      }
      return ended ? null : waiting.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /// Whether [#take()] returns frames, or leaves them to those who [#poll()].
  public void sendersMayTake(boolean may) {
    lock.lock();
    try {
      sendersMayTake = may;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Puts frames that were taken out before all that wait, the first of `frames` foremost; false
  /// where the queue has ended, and they are still the caller's.
  public boolean putBack(List<Frame> frames) {
    lock.lock();
    try {
      if (ended) {
        return false;
      }
      frames.reversed().forEach(waiting::addFirst);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    onFrame.run();
    return true;
  }

  /// What became of a frame that was taken out is counted: it is no longer held.
  public void settled(Frame frame) {
    FrameNumber number = frame.number();
    if (number != null) {
      number.settle();
    }
    frame.release();
    lock.lock();
    try {
      bytes -= frame.retainedBytes();
      spans -= frame.spans();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Refuses new frames; what is there goes on.
  void close() {
    lock.lock();
    try {
      closed = true;
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing is held, for `nanos` at most.
  void awaitSettled(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (spans > 0 && left > 0) {
        left = settled.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes out everything that waits, and ends [#take()].
  List<Frame> giveUp() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
      var rest = new ArrayList<>(waiting);
      waiting.clear();
      return rest;
    } finally {
      lock.unlock();
    }
  }

  /// Spans of all frames that are not settled.
  long heldSpans() {
    lock.lock();
    try {
      return spans;
    } finally {
      lock.unlock();
    }
  }

  /// Heap of all frames that are not settled.
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  public long capacityBytes() {
    return maxBytes;
  }
}
