package io.jaegerstack.wire.tchannel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One argument: a slice of its frame where it came in one piece, else a copy of the pieces.
public final class Argument {
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int offset;
  private int length;
  private boolean isCopy;

  Argument() {}

  void add(byte[] source, int at, int count) {
    if (count == 0) {
      return;
    }
    if (length == 0) {
      bytes = source;
      offset = at;
    } else {
      append(source, at, count);
    }
    length += count;
  }

  private void append(byte[] source, int at, int count) {
    int wanted = length + count;
    if (!isCopy || wanted > bytes.length) {
      byte[] larger = new byte[Math.max(wanted, isCopy ? bytes.length * 2 : 0)];
      System.arraycopy(bytes, offset, larger, 0, length);
      bytes = larger;
      offset = 0;
      isCopy = true;
    }
    System.arraycopy(source, at, bytes, length, count);
  }

  /// Makes it end where its array ends, which is what thrift readers are given.
  Argument trimmed() {
    if (offset + length < bytes.length) {
      bytes = Arrays.copyOfRange(bytes, offset, offset + length);
      offset = 0;
    }
    return this;
  }

  /// The array that the argument is in, from [#offset()] on.
  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  String text() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  FrameCursor cursor() {
    return new FrameCursor(bytes, offset, offset + length);
  }
}
