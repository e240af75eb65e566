package io.jaegerstack.storage.segments.block;

/// Chunks, dictionaries and bounds of chunks that were read lately, for all blocks of a store.
public final class BlockCaches {
  /// Bounds are about 0.06 bytes a span: these are those of 70 million spans.
  private static final long BOUNDS_BYTES = 4L << 20;

  record Place(Payload payload, long at) {}

  final WeightedCache<Place, Chunk> chunks;
  final WeightedCache<Place, BlockDictionary> dictionaries;
  final WeightedCache<Place, ChunkBounds> bounds =
      new WeightedCache<>(BOUNDS_BYTES, ChunkBounds::weight);

  /// @param chunkBytes for chunks, bytes
  /// @param dictionaryBytes for dictionaries, bytes
  public BlockCaches(long chunkBytes, long dictionaryBytes) {
    chunks = new WeightedCache<>(chunkBytes, Chunk::weight);
    dictionaries = new WeightedCache<>(dictionaryBytes, BlockDictionary::weight);
  }
}
