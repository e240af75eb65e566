package io.jaegerstack.query.service;

import io.jaegerstack.storage.Room;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The bytes that the spans of all answers in work may take together, over HTTP and gRPC, so that
/// readers cannot end the process that holds the spans.
///
/// Who finds no room waits, first come, first served; only small wishes pass by. Who already holds
/// room and needs more waits too, but only one at a time: two that hold what the other needs would
/// wait forever. An answer that its caller reads slowly is cut off as soon as others wait for the
/// room that it has held too long; the time in which the storage makes a trace is not the caller's.
public final class AnswerBudget {
  /// Wishes below this part of the whole do not queue behind large ones.
  private static final int SMALL_PART = 64;

  private final long limit;
  private final long patienceNanos;
  private final long holdNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Answer> waiting = new ArrayDeque<>();
  private final Set<Answer> holders = new HashSet<>();
  private final Counter busy;
  private final Counter tooLarge;
  private final Counter slowReader;
  private final Timer waits;
  private @Nullable Answer growing;
  private long taken;

  /// @param limit bytes
  /// @param patience how long one who finds no room waits for it, for all of one trace
  /// @param hold how long a caller may read one trace while others wait
  public AnswerBudget(long limit, Duration patience, Duration hold, MeterRegistry registry) {
    this.limit = limit;
    this.patienceNanos = patience.toNanos();
    this.holdNanos = hold.toNanos();
    this.busy = refusals("busy", registry);
    this.tooLarge = refusals("trace-too-large", registry);
    this.slowReader = refusals("slow-reader", registry);
    this.waits =
        Timer.builder("jaegerstack.query.answer.wait.duration")
            .description("Seconds that a trace waited for memory that others held")
            .register(registry);
    Gauge.builder("jaegerstack.query.answer.bytes", this, AnswerBudget::taken)
        .description("Estimated heap of the traces that are being answered")
        .register(registry);
    Gauge.builder("jaegerstack.query.answer.limit.bytes", () -> limit)
        .description("Most that the traces being answered may take")
        .register(registry);
  }

  private static Counter refusals(String reason, MeterRegistry registry) {
    return Counter.builder("jaegerstack.query.answers.refused")
        .description("Traces that were not answered for want of memory")
        .tag("reason", reason)
        .register(registry);
  }

  /// Bytes taken now.
  long taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Answers that wait for room now.
  int waiting() {
    lock.lock();
    try {
      return waiting.size() + (growing == null ? 0 : 1);
    } finally {
      lock.unlock();
    }
  }

  /// Room for one answer, used and closed by the calling thread.
  Answer open() {
    return new Answer(Thread.currentThread());
  }

  /// One answer's room.
  final class Answer implements Room, AutoCloseable {
    private final Thread thread;
    private long held;
    private long patienceLeft = patienceNanos;
    private long since;
    private boolean isWithReader;
    private boolean isCutOff;

    private Answer(Thread thread) {
      this.thread = thread;
    }

    @Override
    public long limit() {
      return limit;
    }

    /// From now on room is taken for one trace, by whoever makes it.
    void beginTrace() {
      lock.lock();
      try {
        patienceLeft = patienceNanos;
        isWithReader = false;
      } finally {
        lock.unlock();
      }
    }

    /// The trace is whole, or not to be had, and its caller has to read what there is.
    void handOver() {
      lock.lock();
      try {
        since = System.nanoTime();
        isWithReader = true;
      } finally {
        lock.unlock();
      }
    }

    /// The caller is told that a trace does not fit. Nobody else counts that: one who was refused
    /// room may try with less.
    void refused(boolean isTooLarge) {
      (isTooLarge ? tooLarge : busy).increment();
    }

    @Override
    public Taken take(long bytes) {
      lock.lock();
      try {
        if (held + bytes > limit) {
          return Taken.NEVER;
        }
        if (!await(bytes)) {
          return Taken.BUSY;
        }
        holders.add(this);
        held += bytes;
        taken += bytes;
        return Taken.YES;
      } finally {
        lock.unlock();
      }
    }

    private boolean await(long bytes) {
      if (fits(bytes)) {
        return true;
      }
      if (held > 0 && growing != null) {
        return false;
      }
      long start = System.nanoTime();
      enqueue();
      try {
        while (!fits(bytes)) {
          if (patienceLeft <= 0) {
            return false;
          }
          long step = Math.min(patienceLeft, cutOffSlowReaders());
          patienceLeft -= step - changed.awaitNanos(step);
        }
        return true;
      } catch (InterruptedException ending) {
        thread.interrupt();
        return false;
      } finally {
        dequeue();
        waits.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      }
    }

    private boolean fits(long bytes) {
      boolean isNext =
          held > 0
              || bytes <= limit / SMALL_PART
              || (growing == null && (waiting.isEmpty() || waiting.peek() == this));
      return isNext && taken + bytes <= limit;
    }

    private void enqueue() {
      if (held > 0) {
        growing = this;
      } else {
        waiting.add(this);
      }
    }

    private void dequeue() {
      if (held > 0) {
        growing = null;
      } else {
        waiting.remove(this);
      }
      changed.signalAll();
    }

    @Override
    public void giveBack(long bytes) {
      lock.lock();
      try {
        held -= bytes;
        taken -= bytes;
        if (held == 0) {
          holders.remove(this);
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /// Gives back all that is held; more may be taken after it.
    void giveBackAll() {
      giveBack(held);
    }

    /// True where the caller has read too slowly while others waited.
    boolean isCutOff() {
      lock.lock();
      try {
        return isCutOff;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      giveBackAll();
      if (isCutOff() && thread.equals(Thread.currentThread())) {
        Thread.interrupted(); // it was meant for the answer, which is over
      }
    }
  }

  /// Interrupts the answers that were read for too long, and says when the next one will have been,
  /// nanoseconds.
  private long cutOffSlowReaders() {
    long now = System.nanoTime();
    long next = holdNanos;
    for (Answer answer : holders) {
      if (!answer.isWithReader) {
        continue;
      }
      long left = answer.since + holdNanos - now;
      if (left > 0) {
        next = Math.min(next, left);
      } else if (!answer.isCutOff && !answer.thread.equals(Thread.currentThread())) {
        answer.isCutOff = true;
        slowReader.increment();
        answer.thread.interrupt();
      }
    }
    return next;
  }
}
