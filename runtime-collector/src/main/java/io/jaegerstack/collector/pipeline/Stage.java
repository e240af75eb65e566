package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.SpanBatch;

/// One step between queue and storage: repairs or adds to spans in place, and never leaves one out.
/// Stateless: several writers apply one stage at once, each to batches of its own.
@FunctionalInterface
interface Stage {
  void apply(SpanBatch batch, Origin origin);
}
