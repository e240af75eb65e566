package io.jaegerstack.faults.traffic;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One span, and a digest of all that it says.
///
/// @param parentId 0 for none
/// @param number goes with it as a tag of type int64
/// @param text goes with it as a tag of type string
public record TestSpan(
    SpanKey key,
    long parentId,
    String service,
    String operation,
    long startMicros,
    long durationMicros,
    long number,
    String text) {
  static final String NUMBER = "load.number";
  static final String TEXT = "load.text";

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /// Of the content as it was sent.
  public long digest() {
    var tags = new TreeMap<>(Map.of(NUMBER, Long.toString(number), TEXT, text));
    return digest(parentId, service, operation, startMicros, durationMicros, tags);
  }

  /// Of a span with this content, wherever it was read.
  ///
  /// @param tags values as text
  public static long digest(
      long parentId,
      String service,
      String operation,
      long startMicros,
      long durationMicros,
      SortedMap<String, String> tags) {
    String all =
        "%x|%s|%s|%d|%d|%s"
            .formatted(parentId, service, operation, startMicros, durationMicros, tags);
    long hash = FNV_OFFSET;
    for (int i = 0; i < all.length(); i++) {
      hash = (hash ^ all.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
