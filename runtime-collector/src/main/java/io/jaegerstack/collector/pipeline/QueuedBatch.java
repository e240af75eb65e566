package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.SpanBatch;

/// A batch that waits for a writer.
///
/// @param bytes what the batch counts for in the queue's bound
/// @param queuedAt `System.nanoTime()` at which it was taken
record QueuedBatch(SpanBatch batch, Origin origin, long bytes, long queuedAt) {
  static QueuedBatch of(SpanBatch batch, Origin origin) {
    return new QueuedBatch(batch, origin, batch.retainedBytes(), System.nanoTime());
  }
}
