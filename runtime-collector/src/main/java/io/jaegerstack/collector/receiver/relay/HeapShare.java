package io.jaegerstack.collector.receiver.relay;

import java.util.concurrent.atomic.AtomicLong;

/// A part of the heap that all connections of the port use together. Where nothing is held, one of
/// any size is let in: refusing it for ever would only make its sender repeat it. Safe for all
/// threads.
final class HeapShare {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  HeapShare(long most) {
    this.most = most;
  }

  /// Whether there was room; changes nothing where there was none.
  boolean reserve(long bytes) {
    long before = held.get();
    while (before == 0 || before + bytes <= most) {
      if (held.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = held.get();
    }
    return false;
  }

  /// What was reserved takes `bytes` more than was thought, or less where negative: it is there
  /// already, so this is not asked for.
  void correct(long bytes) {
    held.addAndGet(bytes);
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }
}
