package io.jaegerstack.storage.elasticsearch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The `_id` of a span's document: 128 bits over its bytes, as 22 characters of URL-safe base64,
/// the form that Elasticsearch keeps in 16 bytes.
///
/// The same span sent twice has the same id, so that a retry whose first answer was lost stores
/// nothing again; spans that share ids but not contents (Zipkin's client and server, partial
/// reports) are all kept. It guards against accidents, not against someone who wants two spans of
/// his own to collide. Changing it makes retries across that change store twice.
final class ContentId {
  static final int LENGTH = 22;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX_A = 0x9E3779B97F4A7C15L;
  private static final long MIX_B = 0xD6E8FEB86659FD93L;
  private static final char[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray();
  private static final int BITS = 6;

  /// Writes the id of the bytes from `from` to `to` into `target` at `offset`.
  static void write(byte[] source, int from, int to, byte[] target, int offset) {
    long high = MIX_A;
    long low = MIX_B;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long word = (long) LONGS.get(source, i);
      high = folded(high ^ word, MIX_A) + low;
      low = folded(Long.rotateLeft(low, 29) + word, MIX_B);
    }
    long tail = to - from;
    for (; i < to; i++) {
      tail = tail << 8 | source[i] & 0xffL;
    }
    high = folded(high ^ tail, MIX_B) + low;
    low = folded(low + tail, MIX_A) ^ high;
    base64(high, low, target, offset);
  }

  private static long folded(long value, long factor) {
    return value * factor ^ Math.unsignedMultiplyHigh(value, factor);
  }

  private static void base64(long high, long low, byte[] target, int offset) {
    long highRest = high;
    long lowRest = low;
    for (int i = LENGTH - 1; i >= 0; i--) {
      // 22 digits of 6 bits hold 132: the last one carries only 2, its lower 4 are 0.
      int shift = i == LENGTH - 1 ? 2 : BITS;
      int bits = (int) (lowRest & (1 << shift) - 1);
      target[offset + i] = (byte) ALPHABET[i == LENGTH - 1 ? bits << 4 : bits];
      lowRest = lowRest >>> shift | highRest << (Long.SIZE - shift);
      highRest >>>= shift;
    }
  }

  private ContentId() {}
}
