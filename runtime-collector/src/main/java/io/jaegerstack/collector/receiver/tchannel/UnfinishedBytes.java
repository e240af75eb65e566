package io.jaegerstack.collector.receiver.tchannel;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes of all calls, or of all frames, that wait for their rest, bounded for the port as a
/// whole.
final class UnfinishedBytes {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  UnfinishedBytes(long most) {
    this.most = most;
  }

  /// Whether there was room; changes nothing where there was none.
  boolean reserve(long bytes) {
    if (held.addAndGet(bytes) <= most) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }
}
