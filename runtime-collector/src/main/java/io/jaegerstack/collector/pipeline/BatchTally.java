package io.jaegerstack.collector.pipeline;

import io.jaegerstack.server.RateLimitedLog;
import java.util.concurrent.atomic.AtomicInteger;

/// What is known of the spans of one batch: each is claimed once, by whoever settles it, and then
/// told. The one who tells the last tells the batch's completion.
final class BatchTally {
  private final Completion completion;
  private final boolean isAwaited;
  private final PipelineCounts counts;
  private final RateLimitedLog log;
  private final int spans;
  private final AtomicInteger open;
  private final AtomicInteger stored = new AtomicInteger();
  private final AtomicInteger returned = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();

  BatchTally(QueuedBatch batch, PipelineCounts counts, RateLimitedLog log) {
    this.completion = batch.completion();
    this.counts = counts;
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

  /// Refused for good, which is counted once it is known whether the sender keeps the batch.
  void tellRefused(int count) {
    refused.addAndGet(count);
    tell(count);
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
    try {
      completion.settled(settlement());
    } catch (RuntimeException broken) {
      log.warn("completion failed spans={}", spans, broken);
    }
  }

  /// Of spans that are all told. A batch that its sender sends again has the refused ones again, so
  /// they are returned with it and dropped when it comes no more.
  private Settlement settlement() {
    int kept = stored.get();
    int back = returned.get();
    int no = refused.get();
    int dropped = spans - kept - back - no;
    if (completion.isPart()) {
      return new Settlement(kept, dropped, back, no);
    }
    counts.decided(no, back > 0);
    return back > 0
        ? new Settlement(kept, dropped, back + no)
        : new Settlement(kept, dropped + no, 0);
  }
}
