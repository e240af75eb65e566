package io.jaegerstack.agent.reporter;

import io.jaegerstack.model.SpanBatch;

/// Takes batches of clients that nobody can answer.
@FunctionalInterface
public interface Reporter {
  /// Takes the batch over, or counts it as dropped; never waits, never throws. The caller does not
  /// touch the batch again.
  void report(SpanBatch batch, BatchFormat format);
}
