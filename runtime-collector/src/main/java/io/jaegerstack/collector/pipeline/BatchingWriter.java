package io.jaegerstack.collector.pipeline;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.storage.SpanWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  private volatile @Nullable WriteTally current;

  BatchingWriter(
      BoundedQueue queue,
      List<Stage> stages,
      SpanWriter writer,
      PipelineCounts counts,
      RateLimitedLog failures) {
    this.queue = queue;
    this.stages = stages;
    this.writer = writer;
    this.counts = counts;
    this.failures = failures;
  }

  @Override
  public void run() {
    try {
      List<QueuedBatch> next = queue.take(MOST_SPANS, MOST_BYTES);
      while (!next.isEmpty()) {
        write(next);
        next = queue.take(MOST_SPANS, MOST_BYTES);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<QueuedBatch> taken) {
    long start = System.nanoTime();
    taken.forEach(batch -> counts.waited(batch, start));
    List<SpanBatch> staged = taken.stream().filter(this::stage).map(QueuedBatch::batch).toList();
    int spans = staged.stream().mapToInt(SpanBatch::size).sum();
    var tally = new WriteTally(counts, failures, spans);
    current = tally;
    try {
      writer.write(staged, tally);
    } catch (RuntimeException | Error broken) {
      failures.warn("storage broke its contract and threw spans={}", spans, broken);
    } finally {
      int forgotten = tally.giveUp(DropReason.INTERNAL_ERROR);
      if (forgotten > 0) {
        failures.warn("spans without an answer of the storage spans={}", forgotten);
      }
      counts.saved(System.nanoTime() - start);
      current = null;
      queue.release(taken.stream().mapToLong(QueuedBatch::bytes).sum());
    }
  }

  /// Whether `queued` went through all stages. Where one fails, that batch is dropped, not the
  /// others of the same write.
  private boolean stage(QueuedBatch queued) {
    try {
      for (Stage stage : stages) {
        stage.apply(queued.batch(), queued.origin());
      }
      return true;
    } catch (RuntimeException broken) {
      failures.warn("stage failed spans={}", queued.batch().size(), broken);
      counts.dropped(DropReason.INTERNAL_ERROR, queued.batch().size());
      return false;
    }
  }

  /// Spans of the write under way that have no answer yet.
  int held() {
    WriteTally tally = current;
    return tally == null ? 0 : tally.open();
  }

  /// Counts what the write under way has not been told yet; called once nobody can wait any longer.
  int giveUp() {
    WriteTally tally = current;
    return tally == null ? 0 : tally.giveUp(DropReason.SHUTDOWN);
  }
}
