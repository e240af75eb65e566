package io.jaegerstack.storage.segments.head;

import io.jaegerstack.storage.segments.bytes.IntList;
import java.util.Arrays;

/// The spans of a head, a column per field. Columns grow by being replaced and are only written
/// behind their end, so that a reader who took them under the head's lock may read on without it.
final class SpanColumns {
  private static final int FIRST_CAPACITY = 64;

  byte[][] frame = new byte[FIRST_CAPACITY][];
  int[] at = new int[FIRST_CAPACITY];
  int[] length = new int[FIRST_CAPACITY];
  int[] process = new int[FIRST_CAPACITY];
  int[] trace = new int[FIRST_CAPACITY];

  /// The span of the same trace that came before; -1 for the first one.
  int[] previous = new int[FIRST_CAPACITY];

  long[] start = new long[FIRST_CAPACITY];
  long[] duration = new long[FIRST_CAPACITY];

  /// Where the terms of a span end; they begin where those of the span before it end.
  int[] termsEnd = new int[FIRST_CAPACITY];

  final IntList terms = new IntList();
  int size;

  /// Room for one more at index [#size].
  void reserve() {
    if (size < at.length) {
      return;
    }
    int capacity = size * 2;
    frame = Arrays.copyOf(frame, capacity);
    at = Arrays.copyOf(at, capacity);
    length = Arrays.copyOf(length, capacity);
    process = Arrays.copyOf(process, capacity);
    trace = Arrays.copyOf(trace, capacity);
    previous = Arrays.copyOf(previous, capacity);
    start = Arrays.copyOf(start, capacity);
    duration = Arrays.copyOf(duration, capacity);
    termsEnd = Arrays.copyOf(termsEnd, capacity);
  }
}
