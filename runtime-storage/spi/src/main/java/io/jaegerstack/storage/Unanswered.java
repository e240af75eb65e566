package io.jaegerstack.storage;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Spans that were handed to a storage's writer and are neither stored nor given up, for storages
/// that wait for them when they close.
public final class Unanswered {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private long spans;

  /// Takes up `more`, until each of them is answered or the write is over.
  public Write begin(long more) {
    add(more);
    return new Write(more);
  }

  private void add(long more) {
    lock.lock();
    try {
      spans += more;
      if (spans == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The spans of one write. One thread.
  public final class Write implements AutoCloseable {
    private long left;

    private Write(long spans) {
      this.left = spans;
    }

    /// One of them is stored or given up, and whoever gave it to us knows.
    public void answered() {
      left--;
      add(-1);
    }

    /// The rest is nobody's any more, as where the write failed as a whole.
    @Override
    public void close() {
      add(-left);
      left = 0;
    }
  }

  /// Waits until there are none, but not longer than `atMost`, and says how many there are then.
  public long awaitNone(Duration atMost) {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (spans > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return spans;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return spans;
    } finally {
      lock.unlock();
    }
  }
}
