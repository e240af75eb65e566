package io.jaegerstack.storage.segments.bytes;

/// From 64-bit hashes to small numbers: open addressing without objects. A hash may be there
/// several times, because different things can have it. Not for several threads.
public final class HashIndex {
  private static final int FIRST_CAPACITY = 64;

  private long[] hashes = new long[FIRST_CAPACITY];
  private int[] values = new int[FIRST_CAPACITY];
  private int size;

  /// Which of the values of one hash is the wanted one.
  @FunctionalInterface
  public interface Wanted {
    boolean is(int value);
  }

  /// The first value of `hash` that is `wanted`; -1 where there is none.
  public int find(long hash, Wanted wanted) {
    int mask = hashes.length - 1;
    for (int slot = slot(hash, mask); hashes[slot] != 0; slot = (slot + 1) & mask) {
      if (hashes[slot] == hash && wanted.is(values[slot])) {
        return values[slot];
      }
    }
    return -1;
  }

  /// The first value of `hash`; -1 where there is none.
  public int first(long hash) {
    int mask = hashes.length - 1;
    for (int slot = slot(hash, mask); hashes[slot] != 0; slot = (slot + 1) & mask) {
      if (hashes[slot] == hash) {
        return values[slot];
      }
    }
    return -1;
  }

  /// @param hash not 0
  public void add(long hash, int value) {
    if (++size * 2 > hashes.length) {
      grow();
    }
    put(hash, value);
  }

  /// Heap that it takes, bytes.
  public long bytes() {
    return (long) hashes.length * (Long.BYTES + Integer.BYTES);
  }

  private void put(long hash, int value) {
    int mask = hashes.length - 1;
    int slot = slot(hash, mask);
    while (hashes[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    hashes[slot] = hash;
    values[slot] = value;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldValues = values;
    hashes = new long[oldHashes.length * 2];
    values = new int[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0) {
        put(oldHashes[i], oldValues[i]);
      }
    }
  }

  private static int slot(long hash, int mask) {
    return (int) (hash ^ hash >>> 32) & mask;
  }
}
