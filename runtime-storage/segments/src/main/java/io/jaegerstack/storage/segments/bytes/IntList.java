package io.jaegerstack.storage.segments.bytes;

import java.util.Arrays;

/// Numbers in the order they were added. Readers of [#array()] see those that were added before.
public final class IntList {
  private static final int FIRST_CAPACITY = 16;

  private int[] values = new int[FIRST_CAPACITY];
  private int size;

  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  public int value(int index) {
    return values[index];
  }

  public void set(int index, int value) {
    values[index] = value;
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  public int[] array() {
    return values;
  }

  public int[] toArray() {
    return Arrays.copyOf(values, size);
  }

  /// Heap that it takes, bytes.
  public long bytes() {
    return (long) values.length * Integer.BYTES;
  }
}
