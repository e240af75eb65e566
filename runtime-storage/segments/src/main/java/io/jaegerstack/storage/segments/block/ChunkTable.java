package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteWriter;
import io.jaegerstack.storage.segments.bytes.LongList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// From hashes to the chunks in which something with that hash is: for what is too rare for a set
/// of its own, and for trace ids. Part of a hash stands for it, so what is found has to be looked
/// at.
///
/// An entry has 8 bytes (48 bits of the hash, 16 of the chunk), which can be merged, or 4 (16 and
/// 16), which cannot. Entries are in buckets by the first bits of their hashes.
final class ChunkTable {
  /// Entries of a bucket, about.
  private static final int BUCKET = 24;

  private static final int MOST_BUCKET_BITS = 24;
  private static final int CHUNK_BITS = 16;
  private static final int CHUNK = (1 << CHUNK_BITS) - 1;

  /// Most chunks that entries can tell apart.
  static final int MOST_CHUNKS = 1 << CHUNK_BITS;

  private final Pages pages;
  private final long at;
  private final int entries;
  private final int bucketBits;
  private final boolean isWide;

  /// @param at where the buckets' directory begins; the entries come after it
  ChunkTable(Pages pages, long at, int entries, boolean isWide) {
    this.pages = pages;
    this.at = at;
    this.entries = entries;
    this.isWide = isWide;
    this.bucketBits = bucketBits(entries);
  }

  private static int bucketBits(int entries) {
    int buckets = entries / BUCKET;
    return buckets <= 1
        ? 1
        : Math.min(MOST_BUCKET_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(buckets));
  }

  /// An entry: the hash's first 48 bits, then the chunk.
  static long entry(long hash, int chunk) {
    return hash >>> CHUNK_BITS << CHUNK_BITS | chunk;
  }

  /// Sorts the entries, drops those that come again, and writes the table.
  ///
  /// @return how many there are
  static int write(LongList list, boolean isWide, PageSink sink) throws IOException {
    long[] sorted = list.array();
    int count = list.size();
    sortUnsigned(sorted, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[kept++] = sorted[i];
      }
    }
    int bits = bucketBits(kept);
    directory(sorted, kept, bits, sink);
    var out = new ByteWriter();
    for (int i = 0; i < kept; i++) {
      if (isWide) {
        out.fixed64(sorted[i]);
      } else {
        out.fixed32(narrow(sorted[i], bits));
      }
      if (out.size() >= Pages.PAGE_BYTES) {
        sink.write(out);
        out.clear();
      }
    }
    sink.write(out);
    return kept;
  }

  private static void sortUnsigned(long[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] ^= Long.MIN_VALUE;
    }
    Arrays.sort(values, 0, count);
    for (int i = 0; i < count; i++) {
      values[i] ^= Long.MIN_VALUE;
    }
  }

  private static void directory(long[] sorted, int count, int bits, PageSink sink)
      throws IOException {
    var out = new ByteWriter();
    int next = 0;
    for (int bucket = 0; bucket <= 1 << bits; bucket++) {
      while (next < count && sorted[next] >>> (Long.SIZE - bits) < bucket) {
        next++;
      }
      out.fixed32(next);
    }
    sink.write(out);
  }

  private static int narrow(long entry, int bits) {
    return (int) (entry << bits >>> (Long.SIZE - CHUNK_BITS)) << CHUNK_BITS | (int) (entry & CHUNK);
  }

  /// The chunks of `hash`, and by chance another one.
  int[] chunks(long hash) throws IOException {
    if (entries == 0) {
      return new int[0];
    }
    int bucket = (int) (hash >>> (Long.SIZE - bucketBits));
    ByteBuffer ends = pages.slice(at + (long) bucket * Integer.BYTES, 2 * Integer.BYTES);
    int from = ends.getInt(0);
    int count = ends.getInt(Integer.BYTES) - from;
    int width = isWide ? Long.BYTES : Integer.BYTES;
    ByteBuffer all = pages.slice(entriesAt() + (long) from * width, count * width);
    int[] found = new int[count];
    int size = 0;
    int wanted = narrow(hash, bucketBits) >>> CHUNK_BITS;
    for (int i = 0; i < count; i++) {
      if (isWide) {
        long entry = all.getLong(i * width);
        if (entry >>> CHUNK_BITS == hash >>> CHUNK_BITS) {
          found[size++] = (int) (entry & CHUNK);
        }
      } else {
        int entry = all.getInt(i * width);
        if (entry >>> CHUNK_BITS == wanted) {
          found[size++] = entry & CHUNK;
        }
      }
    }
    return Arrays.copyOf(found, size);
  }

  private long entriesAt() {
    return at + ((1L << bucketBits) + 1) * Integer.BYTES;
  }

  /// Appends all entries, with `chunks` added to each chunk; only of a wide table.
  void addTo(LongList all, int chunks) throws IOException {
    int step = Pages.PAGE_BYTES / Long.BYTES;
    for (int from = 0; from < entries; from += step) {
      int count = Math.min(step, entries - from);
      ByteBuffer part = pages.slice(entriesAt() + (long) from * Long.BYTES, count * Long.BYTES);
      for (int i = 0; i < count; i++) {
        all.add(part.getLong(i * Long.BYTES) + chunks);
      }
    }
  }
}
