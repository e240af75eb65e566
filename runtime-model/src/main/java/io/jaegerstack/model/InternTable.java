package io.jaegerstack.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bounded table from bytes to [Key], shared by all readers of a process.
///
/// Racy on purpose: two threads may make the same key at once, and either is right, because a key
/// is immutable and compared by content. A probe sequence that is full is overwritten at its first
/// place, so the table ages and hostile names can neither grow it nor keep it.
public final class InternTable {
  /// Slots; 4,096 held every key, service and operation of the loads in the measurements.
  private static final int SLOTS = 4096;

  private static final int PROBES = 4;

  /// Longer bytes are made into a key of their own and never kept: bounds the table at 2 MiB.
  private static final int LONGEST_KEPT = 256;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MIX_A = 0x9E3779B97F4A7C15L;
  private static final long MIX_B = 0xC2B2AE3D27D4EB4FL;

  private final Key[] slots = new Key[SLOTS];

  /// The key of `length` bytes of `source` from `offset`.
  public Key intern(byte[] source, int offset, int length) {
    int hash = hash(source, offset, length);
    if (length > LONGEST_KEPT) {
      return copy(source, offset, length, hash);
    }
    for (int probe = 0; probe < PROBES; probe++) {
      int slot = (hash + probe) & (SLOTS - 1);
      Key key = slots[slot];
      if (key == null) {
        return keep(slot, copy(source, offset, length, hash));
      }
      if (key.hash() == hash && matches(key.bytes(), source, offset, length)) {
        return key;
      }
    }
    return keep(hash & (SLOTS - 1), copy(source, offset, length, hash));
  }

  private Key keep(int slot, Key key) {
    slots[slot] = key;
    return key;
  }

  private static Key copy(byte[] source, int offset, int length, int hash) {
    return new Key(Arrays.copyOfRange(source, offset, offset + length), hash);
  }

  private static boolean matches(byte[] key, byte[] source, int offset, int length) {
    return key.length == length && Arrays.equals(key, 0, length, source, offset, offset + length);
  }

  static int hash(byte[] source, int offset, int length) {
    long mixed = 0;
    if (length >= Long.BYTES) {
      mixed = (long) LONGS.get(source, offset) * MIX_A;
      mixed ^= (long) LONGS.get(source, offset + length - Long.BYTES) * MIX_B;
    } else if (length >= Integer.BYTES) {
      mixed = (int) INTS.get(source, offset) * MIX_A;
      mixed ^= (int) INTS.get(source, offset + length - Integer.BYTES) * MIX_B;
    } else {
      for (int i = 0; i < length; i++) {
        mixed = mixed * 31 + source[offset + i];
      }
      mixed *= MIX_A;
    }
    mixed += length;
    mixed ^= mixed >>> 32;
    mixed *= MIX_A;
    return (int) (mixed >>> 32);
  }
}
