package io.jaegerstack.storage.elasticsearch;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Spans that were handed to the writer and are neither stored nor given up.
final class Unanswered {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private long spans;

  void add(long more) {
    lock.lock();
    try {
      spans += more;
    } finally {
      lock.unlock();
    }
  }

  /// One of them is stored or given up.
  void answered() {
    lock.lock();
    try {
      if (--spans == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there are none, but not longer than `atMost`, and says how many there are then.
  long awaitNone(Duration atMost) {
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
