package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.IntList;
import io.jaegerstack.storage.segments.bytes.LongList;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.head.Names;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.roaringbitmap.PeekableIntIterator;

/// One index over the spans of several blocks of one payload, made of their indexes alone.
public final class IndexMerge {
  private static final int TERM_BYTES = Long.BYTES + Integer.BYTES;

  /// Rare terms and traces of one merge: all of them are sorted on the heap, eight bytes each, and
  /// twice while their list grows. Spans with ids and messages of their own have a dozen each.
  private static final long MOST_ENTRIES = 4L << 20;

  /// Terms read from an index at a time.
  private static final int STEP = 512;

  /// Goes through the terms of one index in the order of their hashes.
  private static final class Terms {
    private final Index index;
    private final int spans;
    private ByteBuffer table;
    private int from;
    private int at;

    Terms(Index index, int spans) throws IOException {
      this.index = index;
      this.spans = spans;
      this.table = index.termTable(0, Math.min(STEP, index.terms()));
    }

    boolean isAtEnd() {
      return from + at >= index.terms();
    }

    long hash() {
      return table.getLong(at * TERM_BYTES);
    }

    /// Adds the spans of the term to `all`, and goes on to the next one.
    void take(IntList all) throws IOException {
      long place = Integer.toUnsignedLong(table.getInt(at * TERM_BYTES + Long.BYTES));
      PeekableIntIterator each = index.postings(place).getIntIterator();
      while (each.hasNext()) {
        all.add(each.next() + spans);
      }
      if (++at == STEP) {
        from += STEP;
        at = 0;
        table = index.termTable(from, Math.min(STEP, index.terms() - from));
      }
    }
  }

  private final List<Index> indexes;
  private final LongList rare = new LongList();
  private final LongList traces = new LongList();
  private final List<Zone> zones = new ArrayList<>();
  private final IntList chunkSpan = new IntList();
  private final LongList chunkAt = new LongList();
  private final IntList chunkLength = new IntList();
  private final Names names = new Names();
  private final Links links = new Links();
  private int spans;
  private int traceCount;

  private IndexMerge(List<Index> indexes) {
    this.indexes = indexes;
  }

  /// Whether one index can tell apart all chunks of `indexes`, and a merge has room for all of
  /// their rare terms and traces.
  public static boolean fits(List<Index> indexes) {
    return fits(indexes, MOST_ENTRIES);
  }

  static boolean fits(List<Index> indexes, long mostEntries) {
    return indexes.stream().mapToInt(Index::chunks).sum() < ChunkTable.MOST_CHUNKS
        && indexes.stream().mapToLong(Index::chunkEntries).sum() < mostEntries;
  }

  /// Merges the indexes of blocks, in the order of the blocks in their payload; their places in it
  /// are kept.
  ///
  /// @return the new index's length, bytes
  public static long merge(List<Index> indexes, Sink target, Zstd.Compressor zstd)
      throws IOException {
    return new IndexMerge(indexes).merge(target, zstd);
  }

  private long merge(Sink target, Zstd.Compressor zstd) throws IOException {
    var order = new PriorityQueue<Terms>(Comparator.comparingLong(Terms::hash));
    for (Index index : indexes) {
      var terms = new Terms(index, spans);
      if (!terms.isAtEnd()) {
        order.add(terms);
      }
      append(index);
    }
    var writer = new IndexWriter(target);
    var all = new IntList();
    while (!order.isEmpty()) {
      term(order, all, writer);
    }
    return writer.finish(
        new IndexWriter.Content(
            spans,
            traceCount,
            zones,
            chunkSpan.toArray(),
            chunkAt.toArray(),
            chunkLength.toArray(),
            rare,
            traces,
            false,
            this::starts,
            this::durations,
            names,
            links),
        zstd);
  }

  private void append(Index index) throws IOException {
    int chunks = chunkAt.size();
    for (Zone zone : index.zones()) {
      zones.add(zone.moved(spans, chunks));
    }
    for (int chunk = 0; chunk < index.chunks(); chunk++) {
      chunkSpan.add(index.firstSpan(chunk) + spans);
      chunkAt.add(index.chunkAt(chunk));
      chunkLength.add(index.chunkLength(chunk));
    }
    index.addRare(rare, chunks);
    index.addTraces(traces, chunks);
    index.names(names);
    index.links(links::add);
    spans += index.spans();
    traceCount += index.traceCount();
  }

  /// The blocks of one term are taken in their order, so that its spans come out sorted.
  private static void term(PriorityQueue<Terms> order, IntList all, IndexWriter writer)
      throws IOException {
    var same = new ArrayList<Terms>();
    long hash = order.element().hash();
    while (!order.isEmpty() && order.element().hash() == hash) {
      same.add(order.remove());
    }
    same.sort(Comparator.comparingInt(terms -> terms.spans));
    all.clear();
    for (Terms terms : same) {
      terms.take(all);
      if (!terms.isAtEnd()) {
        order.add(terms);
      }
    }
    writer.term(hash, all.array(), all.size());
  }

  private void starts(PageSink sink) throws IOException {
    for (Index index : indexes) {
      for (Zone zone : index.zones()) {
        copy(index.starts(zone), sink);
      }
    }
  }

  private void durations(PageSink sink) throws IOException {
    for (Index index : indexes) {
      for (Zone zone : index.zones()) {
        copy(index.durations(zone), sink);
      }
    }
  }

  private static void copy(ByteBuffer column, PageSink sink) throws IOException {
    byte[] bytes = new byte[column.remaining()];
    column.get(bytes);
    sink.write(bytes, 0, bytes.length);
  }
}
