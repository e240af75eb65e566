package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.ByteWriter;
import io.jaegerstack.storage.segments.bytes.LongList;

/// Says for most traces that are not in an index that they are not, without reading any of it: a
/// Bloom filter whose bits for one trace are all in one word. Kept in memory, about two bytes a
/// trace.
final class TraceFilter {
  private static final int BITS_PER_TRACE = 14;

  private final long[] words;

  private TraceFilter(long[] words) {
    this.words = words;
  }

  /// Of entries of a [ChunkTable]; those that come twice do no harm.
  static TraceFilter of(LongList entries) {
    var filter = new TraceFilter(new long[entries.size() * BITS_PER_TRACE / Long.SIZE + 1]);
    for (int i = 0; i < entries.size(); i++) {
      long hash = entries.value(i);
      filter.words[filter.word(hash)] |= bits(hash);
    }
    return filter;
  }

  static TraceFilter read(ByteReader in) {
    long[] words = new long[in.count()];
    for (int i = 0; i < words.length; i++) {
      words[i] = in.fixed64();
    }
    return new TraceFilter(words);
  }

  void write(ByteWriter out) {
    out.varint(words.length);
    for (long word : words) {
      out.fixed64(word);
    }
  }

  boolean mayHave(long hash) {
    long bits = bits(hash);
    return (words[word(hash)] & bits) == bits;
  }

  private int word(long hash) {
    return (int) Math.unsignedMultiplyHigh(hash, words.length);
  }

  /// Five bits, chosen by parts of the hash that do not choose the word.
  private static long bits(long hash) {
    long rest = (hash >>> 16) * 0x9E3779B97F4A7C15L;
    return 1L << (rest >>> 58)
        | 1L << (rest >>> 52)
        | 1L << (rest >>> 46)
        | 1L << (rest >>> 40)
        | 1L << (rest >>> 34);
  }

  long weight() {
    return (long) words.length * Long.BYTES;
  }
}
