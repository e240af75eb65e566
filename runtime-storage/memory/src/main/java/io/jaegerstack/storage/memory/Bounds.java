package io.jaegerstack.storage.memory;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.segments.head.HeadLimits;

/// How much may be kept.
///
/// @param maxBytes memory, on and off the heap, bytes
record Bounds(long maxBytes, int maxTraces) {
  /// Spans leave block by block, so a block is at most one in so many parts of everything.
  private static final int PARTS = 24;

  private static final int MOST_SPANS_OF_HEAD = 16_384;
  private static final long MOST_BYTES_OF_HEAD = 8L << 20;

  /// A span needs its index beside it.
  private static final int INDEX_BYTES = 1_024;

  static Bounds of(SettingValues settings) {
    int traces = settings.value(StorageSettings.MEMORY_MAX_TRACES);
    return new Bounds(
        settings.value(StorageSettings.MEMORY_MAX_BYTES).bytes(),
        traces == 0 ? Integer.MAX_VALUE : traces);
  }

  /// What each of `parts` may keep.
  Bounds dividedBy(int parts) {
    return new Bounds(Math.max(1, maxBytes / parts), Math.max(1, maxTraces / parts));
  }

  /// A span that is larger alone than everything may be, bytes.
  long largestSpan() {
    return Math.max(0, maxBytes - INDEX_BYTES);
  }

  HeadLimits head() {
    return new HeadLimits(
        MOST_SPANS_OF_HEAD,
        Math.clamp(maxBytes / PARTS, 1, MOST_BYTES_OF_HEAD),
        Math.max(1, maxTraces / PARTS));
  }
}
