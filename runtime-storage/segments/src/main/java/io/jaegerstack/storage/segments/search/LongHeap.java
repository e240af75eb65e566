package io.jaegerstack.storage.segments.search;

/// Numbers that come out the largest first, as few of them as are asked for. One thread.
final class LongHeap {
  private final long[] values;
  private int size;

  /// @param values the first `size` of them; they are moved about
  LongHeap(long[] values, int size) {
    this.values = values;
    this.size = size;
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  long removeLargest() {
    long largest = values[0];
    values[0] = values[--size];
    sink(0);
    return largest;
  }

  private void sink(int from) {
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && values[child + 1] > values[child]) {
        child++;
      }
      if (values[at] >= values[child]) {
        return;
      }
      long moved = values[at];
      values[at] = values[child];
      values[child] = moved;
      at = child;
    }
  }
}
