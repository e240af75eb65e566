package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteWriter;
import io.jaegerstack.storage.segments.bytes.Hash;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Writes each set of spans once: the tags of one process, or an operation and its route, are on
/// the very same spans.
final class PostingPool {
  /// 128 bits stand for the content; no sender of spans can choose them with any effect on others.
  private record Content(long first, long second) {}

  /// Sets remembered; beyond it equal ones are written again.
  private static final int MOST = 1 << 16;

  private final PageSink sink;
  private final Map<Content, Long> places = new HashMap<>();
  private final ByteWriter bytes = new ByteWriter();

  PostingPool(PageSink sink) {
    this.sink = sink;
  }

  /// Where the set of the first `count` of `spans` is.
  long place(int[] spans, int count) throws IOException {
    bytes.clear();
    Postings.write(spans, count, bytes);
    var content =
        new Content(
            Hash.of(bytes.array(), 0, bytes.size(), 1), Hash.of(bytes.array(), 0, bytes.size(), 2));
    Long known = places.get(content);
    if (known != null) {
      return known;
    }
    long place = sink.position();
    sink.write(bytes);
    if (places.size() < MOST) {
      places.put(content, place);
    }
    return place;
  }
}
