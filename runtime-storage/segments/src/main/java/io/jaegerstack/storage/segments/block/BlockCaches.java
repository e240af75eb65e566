package io.jaegerstack.storage.segments.block;

/// Chunks and dictionaries that were read lately, shared by all blocks of a store.
public final class BlockCaches {
  record Place(Payload payload, long at) {}

  final WeightedCache<Place, Chunk> chunks;
  final WeightedCache<Place, BlockDictionary> dictionaries;

  /// @param chunkBytes for chunks, bytes
  /// @param dictionaryBytes for dictionaries, bytes
  public BlockCaches(long chunkBytes, long dictionaryBytes) {
    chunks = new WeightedCache<>(chunkBytes, Chunk::weight);
    dictionaries = new WeightedCache<>(dictionaryBytes, BlockDictionary::weight);
  }
}
