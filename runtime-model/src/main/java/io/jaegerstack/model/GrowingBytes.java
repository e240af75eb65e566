package io.jaegerstack.model;

import java.util.Arrays;

/// A byte array that grows at its end.
final class GrowingBytes {
  private byte[] bytes = new byte[64];
  private int size;

  /// Appends `value` and says at which offset it begins.
  int append(byte[] value) {
    if (bytes.length - size < value.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + value.length));
    }
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return size - value.length;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }
}
