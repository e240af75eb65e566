package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.SpanBatch;

/// A batch that waits for a writer.
///
/// @param completion told when all of its spans are settled
/// @param bytes what the batch counts for in the queue's bound
/// @param queuedAt `System.nanoTime()` at which it was taken
record QueuedBatch(
    SpanBatch batch, Origin origin, Completion completion, long bytes, long queuedAt) {
  static QueuedBatch of(SpanBatch batch, Origin origin, Completion completion) {
    return new QueuedBatch(batch, origin, completion, batch.retainedBytes(), System.nanoTime());
  }
}
