package io.jaegerstack.storage.segments.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// 64-bit hashes by multiplication and folding. They are stored, so they must not change without a
/// new format. Not hardened against who chooses the bytes: whatever is found by a hash is compared
/// afterwards.
public final class Hash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // Odd, with about as many ones as zeroes.
  private static final long MIX_A = 0x9E3779B97F4A7C15L;
  private static final long MIX_B = 0xC2B2AE3D27D4EB4FL;
  private static final long MIX_C = 0xD6E8FEB86659FD93L;

  /// Never 0, which tables take for a free place.
  public static long of(byte[] bytes, int offset, int length, long seed) {
    long hash = seed ^ MIX_A;
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = fold(hash ^ (long) LONGS.get(bytes, at), MIX_B);
    }
    long rest = 0;
    for (int i = end - 1; i >= at; i--) {
      rest = rest << 8 | (bytes[i] & 0xff);
    }
    return notZero(fold(hash ^ rest, MIX_C ^ length));
  }

  /// Of two numbers.
  public static long of(long first, long second) {
    return notZero(fold(fold(first ^ MIX_A, MIX_B) ^ second, MIX_C));
  }

  private static long fold(long a, long b) {
    return Math.unsignedMultiplyHigh(a, b) ^ (a * b);
  }

  private static long notZero(long hash) {
    return hash == 0 ? 1 : hash;
  }

  private Hash() {}
}
