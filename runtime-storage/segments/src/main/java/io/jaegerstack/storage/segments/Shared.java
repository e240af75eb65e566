package io.jaegerstack.storage.segments;

import java.util.concurrent.atomic.AtomicInteger;

/// Something that several views need, let go of when the last of them has ended.
public final class Shared {
  private final AtomicInteger holders = new AtomicInteger(1);
  private final Runnable end;

  /// Held once, by whoever made it.
  ///
  /// @param end does not throw
  public Shared(Runnable end) {
    this.end = end;
  }

  void hold() {
    holders.incrementAndGet();
  }

  /// Gives back one hold.
  public void release() {
    if (holders.decrementAndGet() == 0) {
      end.run();
    }
  }
}
