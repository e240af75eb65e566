package io.jaegerstack.storage.segments.vault;

import java.time.Duration;

/// How long and how much a directory keeps, and when its heads and segments are full.
///
/// @param maxBytes of all files, bytes
/// @param window between two fsyncs of the log, at least
public record SegmentLimits(
    Duration maxAge,
    long maxBytes,
    Duration window,
    int headSpans,
    long headBytes,
    int blocksOfSegment) {
  /// A segment is at most one in so many parts of what is kept: what leaves, leaves by segments.
  private static final int PARTS = 16;

  private static final int HEAD_SPANS = 16_384;
  private static final long HEAD_BYTES = 8L << 20;

  /// A million spans: 64 blocks.
  private static final int BLOCKS_OF_SEGMENT = 64;

  /// A head that is not full yet is sealed after so long, so that a restart has little to replay.
  private static final Duration HEAD_AGE = Duration.ofMinutes(30);

  public static SegmentLimits of(Duration maxAge, long maxBytes, Duration window) {
    long head = Math.clamp(maxBytes / PARTS / BLOCKS_OF_SEGMENT * 8, 1L << 20, HEAD_BYTES);
    return new SegmentLimits(maxAge, maxBytes, window, HEAD_SPANS, head, BLOCKS_OF_SEGMENT);
  }

  Duration headAge() {
    Duration part = maxAge.dividedBy(PARTS);
    return part.compareTo(HEAD_AGE) < 0 ? part : HEAD_AGE;
  }

  /// A segment takes no more blocks when its first one is so old.
  Duration segmentAge() {
    return maxAge.dividedBy(PARTS);
  }

  /// A segment takes no more blocks when it has so many bytes.
  long segmentBytes() {
    return maxBytes / PARTS;
  }
}
