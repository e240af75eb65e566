package io.jaegerstack.collector.pipeline;

import io.jaegerstack.server.RateLimitedLog;
import java.util.concurrent.atomic.AtomicInteger;

/// What is known of the spans of one batch: each is claimed once, by whoever settles it, and then
/// told. The one who tells the last tells the batch's completion.
final class BatchTally {
  private final Completion completion;
  private final boolean isAwaited;
  private final RateLimitedLog log;
  private final int spans;
  private final AtomicInteger open;
  private final AtomicInteger stored = new AtomicInteger();
  private final AtomicInteger returned = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();

  BatchTally(QueuedBatch batch, RateLimitedLog log) {
    this.completion = batch.completion();
    this.isAwaited = completion.isAwaited();
    this.log = log;
    this.spans = batch.batch().size();
    this.open = new AtomicInteger(spans);
  }

  /// Whether what cannot be stored now is given back to its sender.
  boolean takesBack() {
    return isAwaited;
  }

  int open() {
    return open.get();
  }

  /// How many of `count` spans nobody has claimed before; they are the caller's to count and tell.
  int claim(int count) {
    int before = open.getAndUpdate(left -> Math.max(0, left - count));
    return Math.min(before, count);
  }

  /// Whether nobody has claimed any of `count` spans before; if so they are the caller's.
  boolean claimAll(int count) {
    return open.getAndUpdate(left -> left < count ? left : left - count) >= count;
  }

  void tellStored(int count) {
    if (isAwaited) {
      stored.addAndGet(count);
      tell(count);
    }
  }

  void tellReturned(int count) {
    if (isAwaited) {
      returned.addAndGet(count);
      tell(count);
    }
  }

  void tellDropped(int count) {
    if (isAwaited) {
      tell(count);
    }
  }

  private void tell(int count) {
    if (count == 0 || told.addAndGet(count) != spans) {
      return;
    }
    int back = returned.get();
    int kept = stored.get();
    try {
      completion.settled(new Settlement(kept, spans - kept - back, back));
    } catch (RuntimeException broken) {
      log.warn("completion failed spans={}", spans, broken);
    }
  }
}
