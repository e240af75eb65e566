package io.jaegerstack.storage.segments.block;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The latest start and the longest duration of each chunk of a zone: says of most chunks that a
/// search can leave them, without reading any of their columns. The chunks of a block are in the
/// order of their traces' starts, so this is what prunes where every block has spans of the same
/// hours.
final class ChunkBounds {
  /// The object, two arrays, and its place in a cache, about.
  private static final int OBJECTS = 160;

  private final int[] latest;
  private final char[] longest;

  private ChunkBounds(int chunks) {
    latest = new int[chunks];
    longest = new char[chunks];
  }

  /// Reads both columns of the whole zone.
  static ChunkBounds of(Index index, Zone zone) throws IOException {
    var bounds = new ChunkBounds(zone.endChunk() - zone.firstChunk());
    ByteBuffer starts = index.starts(zone);
    ByteBuffer durations = index.durations(zone);
    for (int i = 0; i < bounds.latest.length; i++) {
      int chunk = zone.firstChunk() + i;
      int end = index.endSpan(chunk) - zone.firstSpan();
      for (int span = index.firstSpan(chunk) - zone.firstSpan(); span < end; span++) {
        bounds.latest[i] = Math.max(bounds.latest[i], starts.getInt(span * Integer.BYTES));
        char duration = durations.getChar(span * Character.BYTES);
        bounds.longest[i] = (char) Math.max(bounds.longest[i], duration);
      }
    }
    return bounds;
  }

  /// Whether the zone's chunk number `chunk` may have a span that starts at the step `from` or
  /// later and is long enough for `wanted`.
  boolean mayHave(int chunk, int from, Durations wanted) {
    return latest[chunk] >= from && wanted.mayReach(longest[chunk]);
  }

  /// Heap that it takes, bytes.
  long weight() {
    return OBJECTS + (long) latest.length * (Integer.BYTES + Character.BYTES);
  }
}
