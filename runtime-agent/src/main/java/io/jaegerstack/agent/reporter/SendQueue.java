package io.jaegerstack.agent.reporter;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.TagType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Batches that wait for a sender, bounded by the heap that they hold. Taken in groups that make
/// one request.
final class SendQueue {
  /// A request's size, by the heap of its batches, which is more than their bytes on the wire.
  /// Collectors take 4 MiB.
  private static final long MAX_GROUP_BYTES = 1_500_000;

  /// Enough for a request's fixed cost to vanish; more only makes a failed request cost more.
  private static final int MAX_GROUP_SPANS = 1_000;

  private final long maxBytes;
  private final long lingerNanos;
  private final ArrayDeque<ReportedBatch> batches = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition enough = lock.newCondition();

  /// Held by the one sender that gathers; the others are under way or wait for their turn.
  private final ReentrantLock turn = new ReentrantLock();

  private long bytes;
  private long spans;
  private long spansInWork;
  private boolean closed;

  /// @param linger how long a first batch waits for others to share its request
  SendQueue(long maxBytes, Duration linger) {
    this.maxBytes = maxBytes;
    this.lingerNanos = linger.toNanos();
  }

  /// Whether there was room, which there is for one batch of any size where no other waits; never
  /// once the queue is closed.
  ///
  /// @param taken runs where there was, before a sender can see the batch
  boolean offer(ReportedBatch batch, Runnable taken) {
    lock.lock();
    try {
      boolean fits = batches.isEmpty() || bytes + batch.retainedBytes() <= maxBytes;
      if (closed || !fits) {
        return false;
      }
      taken.run();
      batches.addLast(batch);
      bytes += batch.retainedBytes();
      spans += batch.size();
      if (batches.size() == 1) {
        notEmpty.signal();
      }
      if (isEnough()) {
        enough.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// As many batches as make a good request, in order; they count as held until [#done(long)].
  /// Empty once the queue is closed and has nothing left.
  List<ReportedBatch> take() throws InterruptedException {
    turn.lockInterruptibly();
    lock.lock();
    try {
      while (batches.isEmpty() && !closed) {
        notEmpty.await();
      }
      long left = lingerNanos;
      while (left > 0 && !isEnough() && !closed) {
        left = enough.awaitNanos(left);
      }
      return group();
    } finally {
      lock.unlock();
      turn.unlock();
    }
  }

  private boolean isEnough() {
    return spans >= MAX_GROUP_SPANS || bytes >= MAX_GROUP_BYTES;
  }

  private List<ReportedBatch> group() {
    var group = new ArrayList<ReportedBatch>();
    long groupBytes = 0;
    int groupSpans = 0;
    for (ReportedBatch next = batches.peekFirst(); next != null; next = batches.peekFirst()) {
      // Beyond the first, a batch's process travels with each of its spans.
      long cost =
          next.retainedBytes() + (group.isEmpty() ? 0 : next.size() * processBytes(next.spans()));
      if (!group.isEmpty()
          && (groupBytes + cost > MAX_GROUP_BYTES || groupSpans + next.size() > MAX_GROUP_SPANS)) {
        break;
      }
      batches.removeFirst();
      bytes -= next.retainedBytes();
      groupBytes += cost;
      groupSpans += next.size();
      group.add(next);
    }
    spans -= groupSpans;
    spansInWork += groupSpans;
    return group;
  }

  private static long processBytes(SpanBatch batch) {
    if (batch.isEmpty()) {
      return 0;
    }
    FlatProcess process = batch.span(0).process;
    FlatTags tags = process.tags();
    long total = process.serviceName().length();
    for (int i = 0; i < tags.size(); i++) {
      TagType type = tags.type(i);
      boolean sliced = type == TagType.STRING || type == TagType.BINARY;
      total += tags.key(i).length() + (sliced ? tags.length(i) : Long.BYTES);
    }
    return total;
  }

  /// A group's spans are accounted for.
  void done(long groupSpans) {
    lock.lock();
    try {
      spansInWork -= groupSpans;
    } finally {
      lock.unlock();
    }
  }

  /// Refuses new batches; senders finish what is there.
  void close() {
    lock.lock();
    try {
      closed = true;
      notEmpty.signalAll();
      enough.signalAll();
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

  /// Takes out everything that waits.
  List<ReportedBatch> giveUp() {
    lock.lock();
    try {
      var rest = List.copyOf(batches);
      batches.clear();
      bytes = 0;
      spans = 0;
      return rest;
    } finally {
      lock.unlock();
    }
  }

  /// Spans that wait or are in a sender's hands.
  long heldSpans() {
    lock.lock();
    try {
      return spans + spansInWork;
    } finally {
      lock.unlock();
    }
  }

  long capacityBytes() {
    return maxBytes;
  }

  /// Heap that waits.
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }
}
