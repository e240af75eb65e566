package io.jaegerstack.storage.elasticsearch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON being written as bytes: what a bulk body is made of. One thread.
final class JsonBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /// Each byte's two digits, as a short in little-endian order.
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private static final short[] HEX_PAIRS = hexPairs();

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  /// Longest text of a long: sign and 19 digits.
  private static final int MAX_DIGITS = 20;

  private byte[] bytes;
  private int size;

  JsonBytes(int capacity) {
    bytes = new byte[capacity];
  }

  private static short[] hexPairs() {
    var pairs = new short[256];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = (short) (HEX[i & 15] << 8 | HEX[i >> 4]);
    }
    return pairs;
  }

  /// The array behind; its first [#size()] bytes are written.
  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  JsonBytes raw(byte[] source) {
    return raw(source, 0, source.length);
  }

  JsonBytes raw(byte[] source, int offset, int length) {
    room(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  JsonBytes ascii(char one) {
    room(1);
    bytes[size++] = (byte) one;
    return this;
  }

  /// Text that needs no escapes and has one byte per character.
  @SuppressWarnings("deprecation") // the one call that copies low bytes without an encoder
  JsonBytes ascii(String text) {
    room(text.length());
    text.getBytes(0, text.length(), bytes, size);
    size += text.length();
    return this;
  }

  JsonBytes number(long value) {
    room(MAX_DIGITS);
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        return ascii("-9223372036854775808");
      }
      bytes[size++] = '-';
    }
    long rest = Math.abs(value);
    int end = size + digits(rest);
    size = end;
    do {
      bytes[--end] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    return this;
  }

  private static int digits(long value) {
    int digits = 1;
    for (long bound = 10; digits < 19 && value >= bound; bound *= 10) {
      digits++;
    }
    return digits;
  }

  /// Sixteen digits.
  JsonBytes hex(long value) {
    room(2 * Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      SHORTS.set(bytes, size, HEX_PAIRS[(int) (value >>> shift) & 0xff]);
      size += 2;
    }
    return this;
  }

  JsonBytes hex(byte[] source, int offset, int length) {
    room(2 * length);
    for (int i = 0; i < length; i++) {
      SHORTS.set(bytes, size, HEX_PAIRS[source[offset + i] & 0xff]);
      size += 2;
    }
    return this;
  }

  /// The content of a JSON string. Bytes that are not UTF-8 become U+FFFD, because Elasticsearch
  /// refuses a document with such bytes.
  JsonBytes text(byte[] source, int offset, int length) {
    int plain = plain(source, offset, offset + length);
    if (plain == offset + length) {
      return raw(source, offset, length);
    }
    if (isAscii(source, plain, offset + length)) {
      return escaped(source, offset, length);
    }
    byte[] valid =
        new String(source, offset, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    return escaped(valid, 0, valid.length);
  }

  /// Where the first byte is that may not stand in a string as it is, or that is not ASCII.
  private static int plain(byte[] source, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long word = (long) LONGS.get(source, i);
      long quotes = word ^ ONES * '"';
      long slashes = word ^ ONES * '\\';
      long control = word - ONES * ' ';
      long found = (quotes - ONES & ~quotes) | (slashes - ONES & ~slashes) | control | word;
      if ((found & HIGHS) != 0) {
        break;
      }
    }
    while (i < to && source[i] >= ' ' && source[i] != '"' && source[i] != '\\') {
      i++;
    }
    return i;
  }

  private static boolean isAscii(byte[] source, int from, int to) {
    for (int i = from; i < to; i++) {
      if (source[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private JsonBytes escaped(byte[] source, int offset, int length) {
    room(6 * length);
    for (int i = offset; i < offset + length; i++) {
      byte next = source[i];
      if (next == '"' || next == '\\') {
        bytes[size++] = '\\';
        bytes[size++] = next;
      } else if (next >= 0 && next < ' ') {
        ascii("\\u00");
        SHORTS.set(bytes, size, HEX_PAIRS[next]);
        size += 2;
      } else {
        bytes[size++] = next;
      }
    }
    return this;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
