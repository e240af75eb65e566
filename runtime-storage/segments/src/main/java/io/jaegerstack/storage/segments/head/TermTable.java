package io.jaegerstack.storage.segments.head;

import io.jaegerstack.storage.segments.bytes.HashIndex;
import io.jaegerstack.storage.segments.bytes.IntList;
import io.jaegerstack.storage.segments.bytes.LongList;
import java.util.Arrays;

/// The distinct terms of a head, numbered in the order they came, with the place of the first one
/// of each: a seal makes dictionaries of them.
final class TermTable {
  private final HashIndex index = new HashIndex();
  private final LongList hashes = new LongList();
  private final IntList at = new IntList();
  private byte[][] frames = new byte[16][];

  /// The number of `hash`, which is first met at `position` of `frame`.
  int number(long hash, byte[] frame, int position) {
    int known = index.first(hash);
    if (known >= 0) {
      return known;
    }
    int number = hashes.size();
    index.add(hash, number);
    hashes.add(hash);
    at.add(position);
    if (number == frames.length) {
      frames = Arrays.copyOf(frames, number * 2);
    }
    frames[number] = frame;
    return number;
  }

  /// The number of `hash`; -1 where it is not there.
  int find(long hash) {
    return index.first(hash);
  }

  int size() {
    return hashes.size();
  }

  long hash(int number) {
    return hashes.value(number);
  }

  byte[] frame(int number) {
    return frames[number];
  }

  int at(int number) {
    return at.value(number);
  }

  long bytes() {
    return index.bytes() + hashes.bytes() + at.bytes() + frames.length * 4L;
  }
}
