package io.jaegerstack.storage.segments.bytes;

import java.util.Arrays;

/// Numbers in the order they were added. Readers of [#array()] see those that were added before.
public final class LongList {
  private static final int FIRST_CAPACITY = 16;

  private long[] values = new long[FIRST_CAPACITY];
  private int size;

  public void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  public long value(int index) {
    return values[index];
  }

  public void set(int index, long value) {
    values[index] = value;
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  public long[] array() {
    return values;
  }

  public long[] toArray() {
    return Arrays.copyOf(values, size);
  }

  /// Heap that it takes, bytes.
  public long bytes() {
    return (long) values.length * Long.BYTES;
  }
}
