package io.jaegerstack.collector.pipeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Batches between receivers and writers, bounded in spans and in bytes.
///
/// The bound in spans is Jaeger's and holds for what waits. The bound in bytes is what keeps the
/// process alive, so it holds for what waits *and* for what writers hold until they
/// [#release(long)] it. A batch that is larger than a whole bound is taken when nothing else is
/// held: refusing it for ever would only make its sender repeat it.
final class BoundedQueue {
  /// What became of an offer.
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  /// A writer that is back this soon has come while batches keep arriving.
  private static final long BUSY_NANOS = 500_000;

  /// For so long it then lets them gather, so that one write takes many and one thread is woken for
  /// many: a hand-over costs as much as reading ten spans.
  private static final long GATHER_NANOS = 1_000_000;

  /// What a writer took.
  ///
  /// @param batches in their order; none once the queue is closed and empty
  /// @param readyAt `System.nanoTime()` at which the writer turned to them, before it let any
  ///   gather
  record Taken(List<QueuedBatch> batches, long readyAt) {}

  /// Receivers woken by one write: each of them may be as large as the room.
  private static final int AT_ONCE = 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final ArrayDeque<QueuedBatch> waiting = new ArrayDeque<>();
  private final LinkedHashSet<Runnable> wantRoom = new LinkedHashSet<>();
  private final int maxSpans;
  private final long maxBytes;
  private int spans;
  private long bytes;
  private boolean closed;
  private final long busyNanos;
  private final long gatherNanos;
  private final long lingerNanos;
  private int gathering;
  private int enoughSpans = Integer.MAX_VALUE;
  private long lastTakenNanos = System.nanoTime() - BUSY_NANOS;

  BoundedQueue(int maxSpans, long maxBytes) {
    this(maxSpans, maxBytes, Duration.ZERO);
  }

  /// @param linger how long a writer that is not given a full write waits for more
  BoundedQueue(int maxSpans, long maxBytes, Duration linger) {
    this(maxSpans, maxBytes, BUSY_NANOS, GATHER_NANOS, linger.toNanos());
  }

  /// With times that are the caller's own, for tests.
  BoundedQueue(int maxSpans, long maxBytes, long busyNanos, long gatherNanos, long lingerNanos) {
    this.maxSpans = maxSpans;
    this.maxBytes = maxBytes;
    this.busyNanos = busyNanos;
    this.gatherNanos = gatherNanos;
    this.lingerNanos = lingerNanos;
  }

  /// Takes the batch or refuses it at once; never waits for room. `taken` is run before any writer
  /// can see the batch, so that no count ever runs ahead of the one it adds to.
  Offer offer(QueuedBatch batch, Runnable taken) {
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      int size = batch.batch().size();
      boolean full =
          (spans > 0 && spans + (long) size > maxSpans)
              || (bytes > 0 && bytes + batch.bytes() > maxBytes);
      if (full) {
        return Offer.FULL;
      }
      taken.run();
      waiting.add(batch);
      spans += size;
      bytes += batch.bytes();
      if (gathering == 0 || isEnough()) {
        arrived.signal();
      }
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a batch, then takes it and those after it up to the given limits; empty once the
  /// queue is closed and nothing waits. `handover` is told what leaves, while the queue still
  /// counts it, so that someone holds it at every moment.
  Taken take(int atMostSpans, long atMostBytes, Consumer<List<QueuedBatch>> handover)
      throws InterruptedException {
    Taken taken = await(atMostSpans, atMostBytes, handover);
    wake(AT_ONCE);
    return taken;
  }

  private Taken await(int atMostSpans, long atMostBytes, Consumer<List<QueuedBatch>> handover)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      gather();
      long readyAt = awaitWrite(atMostSpans);
      lastTakenNanos = System.nanoTime();
      List<QueuedBatch> taken = removeFirst(atMostSpans, atMostBytes);
      if (!taken.isEmpty()) {
        handover.accept(taken);
        taken.forEach(each -> spans -= each.batch().size());
        wakeAnotherForTheRest();
      }
      return new Taken(taken, readyAt);
    } finally {
      lock.unlock();
    }
  }

  /// Where nothing waits but batches keep arriving: lets some gather, as one writer for all.
  private void gather() throws InterruptedException {
    boolean busy = System.nanoTime() - lastTakenNanos < busyNanos;
    if (!busy || gathering > 0 || !waiting.isEmpty()) {
      return;
    }
    gathering++;
    try {
      long left = gatherNanos;
      while (left > 0 && !closed && !isHalfFull()) {
        left = arrived.awaitNanos(left);
      }
    } catch (InterruptedException stopped) {
      arrived.signal();
      throw stopped;
    } finally {
      gathering--;
    }
  }

  /// Waits until something waits, and then for what makes a full write, but not longer than a
  /// linger. Another writer may have taken it by then.
  ///
  /// @return when the last linger began
  private long awaitWrite(int fullSpans) throws InterruptedException {
    long readyAt;
    do {
      while (waiting.isEmpty() && !closed) {
        arrived.await();
      }
      readyAt = System.nanoTime();
      linger(fullSpans);
    } while (waiting.isEmpty() && !closed);
    return readyAt;
  }

  private void linger(int fullSpans) throws InterruptedException {
    enoughSpans = fullSpans;
    gathering++;
    try {
      long left = lingerNanos;
      while (left > 0 && !closed && !isEnough()) {
        left = arrived.awaitNanos(left);
      }
    } finally {
      gathering--;
    }
  }

  private boolean isEnough() {
    return spans >= enoughSpans || isHalfFull();
  }

  /// Who gathers is told of nothing, so nobody else was woken for what is more than one write.
  private void wakeAnotherForTheRest() {
    if (!waiting.isEmpty()) {
      arrived.signal();
    }
  }

  private boolean isHalfFull() {
    return spans >= (maxSpans + 1) / 2 || bytes >= maxBytes / 2;
  }

  private List<QueuedBatch> removeFirst(int atMostSpans, long atMostBytes) {
    List<QueuedBatch> taken = new ArrayList<>();
    long takenSpans = 0;
    long takenBytes = 0;
    for (var next = waiting.peek(); next != null; next = waiting.peek()) {
      takenSpans += next.batch().size();
      takenBytes += next.bytes();
      if (!taken.isEmpty() && (takenSpans > atMostSpans || takenBytes > atMostBytes)) {
        break;
      }
      taken.add(waiting.remove());
    }
    return taken;
  }

  /// Gives back the bytes of batches that a writer has dealt with.
  void release(long writtenBytes) {
    boolean empty;
    lock.lock();
    try {
      bytes -= writtenBytes;
      empty = bytes == 0;
      signalIfEmpty();
    } finally {
      lock.unlock();
    }
    wake(empty ? Integer.MAX_VALUE : AT_ONCE);
  }

  /// Runs `retry` once, when there may be room, or at once where nothing is held: whoever holds
  /// something makes room later. Nothing is promised to who is woken.
  void onRoom(Runnable retry) {
    lock.lock();
    try {
      if (bytes > 0 && !closed) {
        wantRoom.add(retry);
        return;
      }
    } finally {
      lock.unlock();
    }
    retry.run();
  }

  /// Does not run `retry` any more, unless it is being run.
  void forget(Runnable retry) {
    lock.lock();
    try {
      wantRoom.remove(retry);
    } finally {
      lock.unlock();
    }
  }

  /// Who waits for room.
  int wantRoom() {
    lock.lock();
    try {
      return wantRoom.size();
    } finally {
      lock.unlock();
    }
  }

  private void wake(int atMost) {
    for (int i = 0; i < atMost; i++) {
      Runnable next = nextToWake();
      if (next == null) {
        return;
      }
      next.run();
    }
  }

  private @Nullable Runnable nextToWake() {
    lock.lock();
    try {
      return wantRoom.isEmpty() ? null : wantRoom.removeFirst();
    } finally {
      lock.unlock();
    }
  }

  /// From now on nothing is taken in; what waits can still be taken out.
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    wake(Integer.MAX_VALUE);
  }

  /// Waits until nothing waits and nothing is held by writers; false where that took too long.
  boolean awaitEmpty(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (bytes > 0 && left > 0) {
        left = emptied.awaitNanos(left);
      }
      return bytes == 0;
    } finally {
      lock.unlock();
    }
  }

  /// Takes out all that waits, past any writer.
  List<QueuedBatch> removeAll() {
    lock.lock();
    try {
      List<QueuedBatch> left = List.copyOf(waiting);
      waiting.clear();
      spans = 0;
      left.forEach(batch -> bytes -= batch.bytes());
      signalIfEmpty();
      return left;
    } finally {
      lock.unlock();
    }
  }

  private void signalIfEmpty() {
    if (bytes == 0) {
      emptied.signalAll();
    }
  }

  /// Spans that wait.
  int spans() {
    lock.lock();
    try {
      return spans;
    } finally {
      lock.unlock();
    }
  }

  /// Bytes that wait or are held by writers.
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  int capacity() {
    return maxSpans;
  }

  long capacityBytes() {
    return maxBytes;
  }
}
