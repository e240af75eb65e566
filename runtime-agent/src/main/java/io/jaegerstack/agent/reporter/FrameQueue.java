package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.spill.SpillRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All frames that the agent answers for: those that wait, and those that were taken out to be
/// sent, until they are settled. Bounded by the heap that all of them hold. For any thread.
public final class FrameQueue {
  private static final long KEEP_AGAIN_NANOS = 20_000_000;

  private final long maxBytes;
  private final ArrayDeque<Frame> waiting = new ArrayDeque<>();

  /// All that are not settled, oldest first; kept only where there is a spill.
  private final LinkedHashSet<Frame> held = new LinkedHashSet<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private Runnable onFrame = () -> {};
  private Runnable onPressure = () -> {};
  private @Nullable LeftFrames spill;
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
      add(frame);
    } finally {
      lock.unlock();
    }
    onFrame.run();
    return true;
  }

  private void add(Frame frame) {
    waiting.addLast(frame);
    bytes += frame.retainedBytes();
    spans += frame.spans();
    if (spill != null) {
      frame.heldSince(System.nanoTime());
      held.add(frame);
      if (isUnderPressure()) {
        onPressure.run();
      }
    }
    if (sendersMayTake) {
      changed.signal();
    }
  }

  /// The frame that waits longest, to be sent now; null where none waits.
  ///
  /// @param numbers for a frame that has no number yet: before anyone can see it under way, since
  ///   it comes from the disk again under the number that it is written with
  public @Nullable Frame poll(Supplier<FrameNumber> numbers) {
    lock.lock();
    try {
      Frame next = waiting.pollFirst();
      if (next != null && next.number() == null) {
        next.number(numbers.get());
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// The frame that [#poll] would return.
  public @Nullable Frame peek() {
    return seen(waiting::peekFirst);
  }

  /// The frames that wait longest, as many as have that many spans together, and one at least.
  /// Waits for a frame and for the senders' turn. Empty once the queue has ended.
  List<Frame> take(int mostSpans) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!ended && (waiting.isEmpty() || !sendersMayTake)) {
        changed.await();
      }
      var taken = new ArrayList<Frame>();
      int left = mostSpans;
      Frame next = ended ? null : waiting.peekFirst();
      while (next != null && (taken.isEmpty() || next.spans() <= left)) {
        taken.add(waiting.removeFirst());
        left -= next.spans();
        next = waiting.peekFirst();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Whether [#take()] returns frames, or leaves them to those who [#poll].
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
      if (sendersMayTake) {
        changed.signalAll();
      }
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
    SpillRecord record;
    lock.lock();
    try {
      remove(frame);
      record = frame.record();
    } finally {
      lock.unlock();
    }
    frame.release();
    if (record != null && spill != null) {
      spill.settle(record);
    }
  }

  private void remove(Frame frame) {
    held.remove(frame);
    bytes -= frame.retainedBytes();
    spans -= frame.spans();
    settled.signalAll();
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
    return seen(() -> closed);
  }

  /// Keeps frames on the disk too. Set before the first frame.
  ///
  /// @param pressure runs when more than three quarters of the room are taken; must not wait
  void spillTo(LeftFrames left, Runnable pressure) {
    spill = left;
    onPressure = pressure;
  }

  /// More than three quarters of the room are taken: what is under way to collectors that are well
  /// takes half.
  private boolean isUnderPressure() {
    return bytes > maxBytes / 4 * 3;
  }

  /// Frames that ought to be on the disk and are not, oldest first; being kept from now on, and to
  /// be released by the caller even where they are settled meanwhile.
  ///
  /// @param beforeNanos those held since then or longer; under pressure all that wait
  /// @param number gives a number to those that have none yet, and are in nobody's hands
  List<Frame> toKeep(long beforeNanos, Consumer<Frame> number) {
    lock.lock();
    try {
      var due = new ArrayList<Frame>();
      Set<Frame> pressing = isUnderPressure() ? new HashSet<>(waiting) : Set.of();
      for (Frame each : held) {
        boolean isDue = each.heldSinceNanos() - beforeNanos <= 0 || pressing.contains(each);
        if (isDue && each.record() == null && !each.isBeingKept()) {
          each.beingKept(true);
          each.retain();
          due.add(each);
        }
      }
      if (!due.isEmpty()) {
        waiting.stream().filter(Frame::isBeingKept).forEach(number);
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  /// The frame is on the disk. Whether it is still held: otherwise the record is the caller's.
  boolean kept(Frame frame, SpillRecord record) {
    lock.lock();
    try {
      frame.record(record);
      settled.signalAll();
      return held.contains(frame);
    } finally {
      lock.unlock();
    }
  }

  /// The disk has not taken it.
  void notKept(Frame frame) {
    lock.lock();
    try {
      frame.beingKept(false);
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Leaves the youngest frames that wait to the disk, where they are, until there is no pressure.
  void relieve() {
    var left = new ArrayList<Frame>();
    lock.lock();
    try {
      for (var each = waiting.descendingIterator(); each.hasNext() && isUnderPressure(); ) {
        Frame frame = each.next();
        if (frame.record() != null) {
          each.remove();
          remove(frame);
          left.add(frame);
        }
      }
    } finally {
      lock.unlock();
    }
    left.forEach(this::forget);
  }

  private void forget(Frame frame) {
    frame.release();
    SpillRecord record = frame.record();
    if (record != null && spill != null) {
      spill.leave(frame, record);
    }
  }

  /// Leaves a frame that was taken out to the disk, if it is there; its number stays open. Whether
  /// it is: otherwise it is still held.
  public boolean leave(Frame frame) {
    lock.lock();
    try {
      if (frame.record() == null) {
        return false;
      }
      remove(frame);
    } finally {
      lock.unlock();
    }
    forget(frame);
    return true;
  }

  /// A quarter of the room is free for frames from the disk.
  boolean hasRoomForSpilled() {
    return seen(() -> !closed && bytes < maxBytes / 4);
  }

  /// A frame from the disk waits again.
  void spilled(Frame frame, SpillRecord record) {
    lock.lock();
    try {
      frame.record(record);
      add(frame);
    } finally {
      lock.unlock();
    }
    onFrame.run();
  }

  /// Waits until every frame that is held is on the disk, for `nanos` at most, or until none is on
  /// its way there any more.
  ///
  /// @param more gives the disk what it has not, and says whether trying again may help
  void awaitKept(long nanos, BooleanSupplier more) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (left > 0 && held.stream().anyMatch(each -> each.record() == null)) {
        if (!more.getAsBoolean() && held.stream().noneMatch(Frame::isBeingKept)) {
          return;
        }
        left -= KEEP_AGAIN_NANOS - settled.awaitNanos(Math.min(left, KEEP_AGAIN_NANOS));
      }
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
    return seen(() -> spans);
  }

  /// Heap of all frames that are not settled.
  public long bytes() {
    return seen(() -> bytes);
  }

  public long capacityBytes() {
    return maxBytes;
  }

  private <T extends @Nullable Object> T seen(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }
}
