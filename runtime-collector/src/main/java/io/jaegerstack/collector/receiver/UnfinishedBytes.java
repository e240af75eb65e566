package io.jaegerstack.collector.receiver;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes of all messages of one kind that wait for their rest, bounded for the port as a whole.
public final class UnfinishedBytes {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  public UnfinishedBytes(long most) {
    this.most = most;
  }

  /// Whether there was room; changes nothing where there was none.
  public boolean reserve(long bytes) {
    if (held.addAndGet(bytes) <= most) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  public void release(long bytes) {
    held.addAndGet(-bytes);
  }

  public long held() {
    return held.get();
  }
}
