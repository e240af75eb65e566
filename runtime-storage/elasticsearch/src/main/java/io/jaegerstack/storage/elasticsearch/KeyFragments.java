package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.Key;
import io.jaegerstack.model.TagType;

/// `{"key":"…","type":"…","value":"` per key and type, written once: most of a span's document is
/// these.
///
/// A table of fixed size without locks: two keys for one place take turns, and a thread that sees
/// an older entry makes its own.
final class KeyFragments {
  private static final int SLOTS = 4096;

  /// Longer keys are not kept: bounds the table at some 8 MiB, and real keys are far shorter.
  private static final int LONGEST_KEPT = 256;

  private static final TagType[] TYPES = TagType.values();

  private record Entry(Key key, byte[][] ofTypes) {}

  private final Entry[] slots = new Entry[SLOTS];

  byte[] of(Key key, TagType type) {
    int hash = key.hashCode();
    int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
    Entry entry = slots[slot];
    if (entry == null || !entry.key.equals(key)) {
      entry = new Entry(key, fragments(key));
      if (key.length() <= LONGEST_KEPT) {
        slots[slot] = entry;
      }
    }
    return entry.ofTypes[type.ordinal()];
  }

  private static byte[][] fragments(Key key) {
    var fragments = new byte[TYPES.length][];
    for (TagType type : TYPES) {
      fragments[type.ordinal()] =
          new JsonBytes(key.length() + 64)
              .ascii("{\"key\":\"")
              .text(key.bytes(), 0, key.length())
              .ascii("\",\"type\":\"" + type.label() + "\",\"value\":\"")
              .toArray();
    }
    return fragments;
  }
}
