package io.jaegerstack.collector.pipeline;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.storage.SpanWriter;
import java.util.ArrayList;
import java.util.List;

/// Takes what waits in the queue, as many batches at once as make one good write, applies the
/// stages and writes. One of several; each runs on a thread of its own and may block for as long as
/// the storage does.
final class BatchingWriter implements Runnable {
  /// Spans of one write: the documents of one bulk request by default (`es.bulk.actions`).
  static final int MOST_SPANS = 1_000;

  /// Bytes of one write: near the size of one bulk request by default (`es.bulk.size`).
  static final long MOST_BYTES = 4 << 20;

  private final BoundedQueue queue;
  private final List<Stage> stages;
  private final SpanWriter writer;
  private final PipelineCounts counts;
  private final RateLimitedLog failures;
  private final Turns turns;

  /// Of the write under way, or of the last one, in which nothing is open.
  private volatile WriteTally current;

  BatchingWriter(
      BoundedQueue queue,
      List<Stage> stages,
      SpanWriter writer,
      PipelineCounts counts,
      RateLimitedLog failures,
      Turns turns) {
    this.queue = queue;
    this.stages = stages;
    this.writer = writer;
    this.counts = counts;
    this.failures = failures;
    this.turns = turns;
    this.current = new WriteTally(counts, failures, List.of());
  }

  @Override
  public void run() {
    try {
      boolean more = true;
      while (more) {
        more = takeAndWrite();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean takeAndWrite() throws InterruptedException {
    try (Turns.Turn turn = turns.await()) {
      BoundedQueue.Taken taken =
          queue.take(
              MOST_SPANS,
              MOST_BYTES,
              batches -> current = new WriteTally(counts, failures, batches, turn::end));
      if (taken.batches().isEmpty()) {
        return false;
      }
      taken.batches().forEach(batch -> counts.waited(batch, taken.readyAt()));
      write(taken.batches(), current);
      return true;
    }
  }

  private void write(List<QueuedBatch> taken, WriteTally tally) {
    long start = System.nanoTime();
    try {
      List<SpanBatch> staged = staged(taken, tally);
      if (tally.open() > 0) {
        writer.write(staged, tally);
      }
    } catch (RuntimeException | Error broken) {
      failures.warn("storage broke its contract and threw spans={}", tally.open(), broken);
    } finally {
      int forgotten = tally.giveUp(DropReason.INTERNAL_ERROR);
      if (forgotten > 0) {
        failures.warn("spans without an answer of the storage spans={}", forgotten);
      }
      counts.saved(System.nanoTime() - start);
      queue.release(taken.stream().mapToLong(QueuedBatch::bytes).sum());
    }
  }

  private List<SpanBatch> staged(List<QueuedBatch> taken, WriteTally tally) {
    List<SpanBatch> staged = new ArrayList<>(taken.size());
    for (int i = 0; i < taken.size(); i++) {
      if (stage(taken.get(i), i, tally)) {
        SpanBatch batch = taken.get(i).batch();
        WriteTally.mark(batch, i);
        staged.add(batch);
      }
    }
    return staged;
  }

  /// Whether `queued` went through all stages. Where one fails, that batch is dropped, not the
  /// others of the same write.
  private boolean stage(QueuedBatch queued, int index, WriteTally tally) {
    try {
      for (Stage stage : stages) {
        stage.apply(queued.batch(), queued.origin());
      }
      return true;
    } catch (RuntimeException | Error broken) {
      failures.warn("stage failed spans={}", queued.batch().size(), broken);
      tally.dropped(index, DropReason.INTERNAL_ERROR);
      return false;
    }
  }

  /// Spans taken from the queue that have no answer yet.
  int held() {
    return current.open();
  }

  /// Counts what the write under way has not been told yet; called once nobody can wait any longer.
  /// The storage may have it all the same. What its sender still holds is given back.
  int giveUp() {
    return current.giveBack(DropReason.UNANSWERED);
  }
}
