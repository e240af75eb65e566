package io.jaegerstack.collector.pipeline;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.WriteOutcome;
import java.util.List;

/// Sees that each span of one write is counted exactly once, also where the storage forgets to
/// answer, or answers after it has been given up; and that each batch's completion hears of it.
final class WriteTally implements WriteOutcome {
  private final PipelineCounts counts;
  private final RateLimitedLog log;
  private final BatchTally[] batches;
  private final Runnable whenTriedAgain;

  WriteTally(PipelineCounts counts, RateLimitedLog log, List<QueuedBatch> taken) {
    this(counts, log, taken, () -> {});
  }

  /// @param whenTriedAgain run each time the storage has to try again
  WriteTally(
      PipelineCounts counts, RateLimitedLog log, List<QueuedBatch> taken, Runnable whenTriedAgain) {
    this.counts = counts;
    this.log = log;
    this.whenTriedAgain = whenTriedAgain;
    this.batches =
        taken.stream().map(each -> new BatchTally(each, counts, log)).toArray(BatchTally[]::new);
  }

  /// Marks the spans of the batch at `index` of this write as its own, so that no answer has to
  /// look for it.
  static void mark(SpanBatch batch, int index) {
    for (int i = 0; i < batch.size(); i++) {
      batch.span(i).slot = index;
    }
  }

  @Override
  public void stored(FlatSpan span) {
    BatchTally batch = batches[span.slot];
    if (batch.claim(1) > 0) {
      counts.stored(span);
      batch.tellStored(1);
    }
  }

  @Override
  public void stored(SpanBatch stored) {
    int spans = stored.size();
    if (spans == 0) {
      return;
    }
    BatchTally batch = batches[stored.span(0).slot];
    if (batch.claimAll(spans)) {
      counts.stored(stored);
      batch.tellStored(spans);
    } else {
      WriteOutcome.super.stored(stored);
    }
  }

  @Override
  public void failed(FlatSpan span, StorageException.Kind reason, String detail) {
    BatchTally batch = batches[span.slot];
    if (batch.claim(1) == 0) {
      return;
    }
    if (!batch.takesBack()) {
      counts.failed(span, reason);
      batch.tellDropped(1);
    } else if (isForNow(reason)) {
      counts.notStoredNow(span, reason);
      batch.tellReturned(1);
    } else {
      counts.refusedForGood(span, reason);
      batch.tellRefused(1);
    }
    log.warn("span not stored trace={} reason={} detail=\"{}\"", span.traceId(), reason, detail);
  }

  @Override
  public void triedAgain() {
    whenTriedAgain.run();
  }

  private static boolean isForNow(StorageException.Kind reason) {
    return switch (reason) {
      case OVERLOADED, UNAVAILABLE -> true;
      case NOT_FOUND, INVALID -> false;
    };
  }

  /// Counts the batch at `index`, which never gets to the storage; none of its spans after they
  /// have been given up.
  void dropped(int index, DropReason reason) {
    BatchTally batch = batches[index];
    drop(batch, reason, batch.claim(Integer.MAX_VALUE));
  }

  private void drop(BatchTally batch, DropReason reason, int spans) {
    if (spans > 0) {
      counts.dropped(reason, spans);
      batch.tellDropped(spans);
    }
  }

  /// Counts what has had no answer so far as dropped, and says how much it was.
  int giveUp(DropReason reason) {
    int unanswered = 0;
    for (BatchTally batch : batches) {
      int spans = batch.claim(Integer.MAX_VALUE);
      drop(batch, reason, spans);
      unanswered += spans;
    }
    return unanswered;
  }

  /// As [#giveUp(DropReason)], where there is no time left: what senders still hold is theirs
  /// again.
  int giveBack(DropReason reason) {
    int unanswered = 0;
    for (BatchTally batch : batches) {
      int spans = batch.claim(Integer.MAX_VALUE);
      if (batch.takesBack() && spans > 0) {
        counts.returned(spans);
        batch.tellReturned(spans);
      } else {
        drop(batch, reason, spans);
      }
      unanswered += spans;
    }
    return unanswered;
  }

  int open() {
    int open = 0;
    for (BatchTally batch : batches) {
      open += batch.open();
    }
    return open;
  }
}
