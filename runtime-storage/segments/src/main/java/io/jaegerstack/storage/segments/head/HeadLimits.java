package io.jaegerstack.storage.segments.head;

/// When a head is full; the first of them counts.
///
/// @param bytes of memory
public record HeadLimits(int spans, long bytes, int traces) {}
