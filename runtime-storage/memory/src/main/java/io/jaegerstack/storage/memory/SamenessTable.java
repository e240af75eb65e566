package io.jaegerstack.storage.memory;

import java.util.Arrays;

/// Finds out whether a trace has a span already: open addressing over the spans' places in the
/// trace.
final class SamenessTable {
  private static final int FREE = -1;
  private static final int FIRST_CAPACITY = 8;

  private int[] places = free(FIRST_CAPACITY);
  private int[] hashes = new int[FIRST_CAPACITY];
  private int size;

  /// Whether a span that is the same as `span` was added from `spans`.
  boolean find(StoredSpan span, StoredSpan[] spans) {
    int hash = span.sameness();
    for (int slot = first(hash); places[slot] != FREE; slot = next(slot)) {
      if (hashes[slot] == hash && spans[places[slot]].isSameAs(span)) {
        return true;
      }
    }
    return false;
  }

  void add(StoredSpan span, int place) {
    if (++size * 4 > places.length * 3) {
      grow();
    }
    put(span.sameness(), place);
  }

  private void put(int hash, int place) {
    int slot = first(hash);
    while (places[slot] != FREE) {
      slot = next(slot);
    }
    places[slot] = place;
    hashes[slot] = hash;
  }

  private void grow() {
    int[] oldPlaces = places;
    int[] oldHashes = hashes;
    places = free(oldPlaces.length * 2);
    hashes = new int[places.length];
    for (int i = 0; i < oldPlaces.length; i++) {
      if (oldPlaces[i] != FREE) {
        put(oldHashes[i], oldPlaces[i]);
      }
    }
  }

  private int first(int hash) {
    return (hash ^ hash >>> 16) & (places.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (places.length - 1);
  }

  private static int[] free(int capacity) {
    int[] all = new int[capacity];
    Arrays.fill(all, FREE);
    return all;
  }
}
