package io.jaegerstack.faults.judge;

import io.jaegerstack.faults.traffic.SpanKey;

/// A span as a reader finds it.
///
/// @param digest of its content, as [io.jaegerstack.faults.traffic.TestSpan] makes it
public record StoredSpan(SpanKey key, long digest) {}
