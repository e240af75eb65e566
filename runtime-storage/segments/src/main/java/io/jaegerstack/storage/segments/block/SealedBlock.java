package io.jaegerstack.storage.segments.block;

/// A block as bytes, on its way to where it is kept.
///
/// @param payload dictionary and chunks
public record SealedBlock(byte[] payload, byte[] index, int spans, int traces) {}
