package io.jaegerstack.wire.thrift;

/// Spans that a client lost before they reached the wire, counted since it started (`ClientStats`
/// in jaeger.thrift).
public record ClientStats(
    long fullQueueDroppedSpans, long tooLargeDroppedSpans, long failedToEmitSpans) {}
