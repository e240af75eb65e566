package io.jaegerstack.wire.thrift;

import io.jaegerstack.model.SpanBatch;

/// What one call of a collector's thrift service carries.
///
/// @param spans of all parts together
/// @param parts batches or Zipkin spans in the call: the answer has an element for each
public record Submission(SpanBatch spans, int parts) {}
