package io.jaegerstack.collector.pipeline;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.WriteOutcome;
import java.util.concurrent.atomic.AtomicInteger;

/// Sees that each span of one write is counted exactly once, also where the storage forgets to
/// answer, or answers after it has been given up.
final class WriteTally implements WriteOutcome {
  private final PipelineCounts counts;
  private final RateLimitedLog log;
  private final AtomicInteger open;

  WriteTally(PipelineCounts counts, RateLimitedLog log, int spans) {
    this.counts = counts;
    this.log = log;
    this.open = new AtomicInteger(spans);
  }

  @Override
  public void stored(FlatSpan span) {
    if (settleOne()) {
      counts.stored(span);
    }
  }

  @Override
  public void stored(SpanBatch batch) {
    int spans = batch.size();
    int before = open.getAndUpdate(left -> left < spans ? left : left - spans);
    if (before >= spans) {
      counts.stored(batch);
    } else {
      WriteOutcome.super.stored(batch);
    }
  }

  @Override
  public void failed(FlatSpan span, StorageException.Kind reason, String detail) {
    if (settleOne()) {
      counts.failed(span, reason);
      log.warn("span not stored trace={} reason={} detail=\"{}\"", span.traceId(), reason, detail);
    }
  }

  /// Counts `spans` that never get to the storage; none of them after they have been given up.
  void dropped(DropReason reason, int spans) {
    int before = open.getAndUpdate(left -> Math.max(0, left - spans));
    int settled = Math.min(before, spans);
    if (settled > 0) {
      counts.dropped(reason, settled);
    }
  }

  /// Counts what has had no answer so far as dropped, and says how much it was.
  int giveUp(DropReason reason) {
    int unanswered = open.getAndSet(0);
    if (unanswered > 0) {
      counts.dropped(reason, unanswered);
    }
    return unanswered;
  }

  int open() {
    return open.get();
  }

  private boolean settleOne() {
    return open.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }
}
