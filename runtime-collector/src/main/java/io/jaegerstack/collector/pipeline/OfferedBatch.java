package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.SpanBatch;
import java.util.Optional;

/// A batch of a receiver that may wait for room: it tries [#take()] until the batch is taken, or
/// gives up with [#refuse()]. However often it tries, the batch is counted once.
public final class OfferedBatch {
  private final BoundedQueue queue;
  private final PipelineCounts counts;
  private final SpanBatch batch;
  private final Origin origin;
  private final Completion completion;

  OfferedBatch(
      BoundedQueue queue,
      PipelineCounts counts,
      SpanBatch batch,
      Origin origin,
      Completion completion) {
    this.queue = queue;
    this.counts = counts;
    this.batch = batch;
    this.origin = origin;
    this.completion = completion;
  }

  /// Empty once the batch belongs to the pipeline; else why there is no room for it. Never waits.
  public Optional<Admission.Cause> take() {
    if (batch.isEmpty()) {
      counts.leftOut(batch.leftOut());
      completion.settled(new Settlement(0, 0, 0));
      return Optional.empty();
    }
    var queued = QueuedBatch.of(batch, origin, completion);
    return switch (queue.offer(queued, () -> counts.taken(batch, origin))) {
      case TAKEN -> {
        counts.leftOut(batch.leftOut());
        yield Optional.empty();
      }
      case FULL -> Optional.of(Admission.Cause.QUEUE_FULL);
      case CLOSED -> Optional.of(Admission.Cause.SHUTTING_DOWN);
    };
  }

  /// The sender keeps the batch.
  public void refuse() {
    counts.refused(batch, origin);
  }

  public int spans() {
    return batch.size();
  }
}
