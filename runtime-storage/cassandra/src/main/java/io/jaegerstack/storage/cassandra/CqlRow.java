package io.jaegerstack.storage.cassandra;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// One row to be written, and the spans that count as stored only with it.
final class CqlRow {
  /// What a row takes beside its values, bytes: its statement's id, lengths.
  private static final int OVERHEAD = 40;

  private final ByteBuffer[] values;
  private int[] spans;
  private int spanCount;

  CqlRow(ByteBuffer[] values, int span) {
    this.values = values;
    this.spans = new int[] {span};
    this.spanCount = 1;
  }

  /// One more span that waits for this row.
  void with(int span) {
    if (spanCount == spans.length) {
      spans = Arrays.copyOf(spans, spanCount * 2);
    }
    spans[spanCount++] = span;
  }

  boolean isFor(int span) {
    return spans[spanCount - 1] == span;
  }

  int spanCount() {
    return spanCount;
  }

  int span(int index) {
    return spans[index];
  }

  ByteBuffer[] values() {
    return values;
  }

  int bytes() {
    int bytes = OVERHEAD;
    for (ByteBuffer each : values) {
      bytes += each.remaining();
    }
    return bytes;
  }
}
