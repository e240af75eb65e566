package io.jaegerstack.storage.segments.block;

import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.LongList;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.head.Names;
import io.jaegerstack.storage.segments.span.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;
import org.roaringbitmap.buffer.MutableRoaringBitmap;

/// An index, open for reading. Says which spans may be what is looked for; the spans themselves
/// have the last word. Safe for many threads.
public final class Index {
  /// A hash and a place.
  private static final int TERM_BYTES = Long.BYTES + Integer.BYTES;

  private final IndexMeta meta;
  private final Pages pages;
  private final ChunkTable rare;
  private final ChunkTable traces;

  private Index(IndexMeta meta, Pages pages) {
    this.meta = meta;
    this.pages = pages;
    rare = new ChunkTable(pages, meta.rareAt(), meta.rareEntries(), meta.isWide());
    traces = new ChunkTable(pages, meta.tracesAt(), meta.traceEntries(), meta.isWide());
  }

  /// Makes the pages of an index, once their checksums are known.
  @FunctionalInterface
  public interface PagesSource {
    Pages pages(int[] checksums) throws IOException;
  }

  /// The index whose footer says `footer`.
  ///
  /// @param meta the bytes that the footer says are in memory
  public static Index open(IndexFooter footer, byte[] meta, PagesSource pages) throws IOException {
    if (IndexFooter.checksum(meta, 0, footer.metaLength()) != footer.metaChecksum()) {
      throw new DamagedException("the head of an index has another checksum than its footer says");
    }
    var read = IndexMeta.read(new ByteReader(Zstd.read(new ByteReader(meta))));
    return new Index(read, pages.pages(read.checksums()));
  }

  public int spans() {
    return meta.spans();
  }

  /// A trace that is in two of its blocks counts twice.
  public int traceCount() {
    return meta.traces();
  }

  public List<Zone> zones() {
    return meta.zones();
  }

  public int chunks() {
    return meta.chunkAt().length;
  }

  /// Rare terms and traces, each once for a chunk that has it.
  long chunkEntries() {
    return (long) meta.rareEntries() + meta.traceEntries();
  }

  public List<String> services() {
    return meta.services();
  }

  /// Heap that it takes beside its pages, bytes.
  public long weight() {
    return meta.weight();
  }

  int firstSpan(int chunk) {
    return meta.chunkSpan()[chunk];
  }

  int endSpan(int chunk) {
    return chunk + 1 < chunks() ? firstSpan(chunk + 1) : spans();
  }

  long chunkAt(int chunk) {
    return meta.chunkAt()[chunk];
  }

  int chunkLength(int chunk) {
    return meta.chunkLength()[chunk];
  }

  /// The chunk that has span number `span`.
  public int chunkOf(int span) {
    int found = Arrays.binarySearch(meta.chunkSpan(), span);
    return found >= 0 ? found : -found - 2;
  }

  /// The zone that has `chunk`.
  Zone zoneOf(int chunk) {
    for (Zone zone : meta.zones()) {
      if (chunk < zone.endChunk()) {
        return zone;
      }
    }
    throw new IllegalArgumentException("chunk %d of %d".formatted(chunk, chunks()));
  }

  /// Chunks that may have spans of `id`.
  public int[] chunksOf(TraceId id) throws IOException {
    long hash = Terms.trace(id);
    return meta.filter().mayHave(ChunkTable.entry(hash, 0)) ? traces.chunks(hash) : new int[0];
  }

  /// The spans that may have all of `terms`; null where there are none. The first term that no span
  /// has ends it: those that few have come first.
  public @Nullable ImmutableRoaringBitmap candidates(long... terms) throws IOException {
    var sets = new ImmutableRoaringBitmap[terms.length];
    for (int i = 0; i < terms.length; i++) {
      ImmutableRoaringBitmap set = candidates(terms[i]);
      if (set.isEmpty()) {
        return null;
      }
      sets[i] = set;
    }
    Arrays.sort(sets, (a, b) -> Integer.compare(a.getCardinality(), b.getCardinality()));
    ImmutableRoaringBitmap all = sets[0];
    for (int i = 1; i < sets.length && !all.isEmpty(); i++) {
      all = ImmutableRoaringBitmap.and(all, sets[i]);
    }
    return all.isEmpty() ? null : all;
  }

  private ImmutableRoaringBitmap candidates(long term) throws IOException {
    int[] seldom = rare.chunks(term);
    ImmutableRoaringBitmap common = common(term);
    if (seldom.length == 0) {
      return common == null ? new MutableRoaringBitmap() : common;
    }
    var all = common == null ? new MutableRoaringBitmap() : common.toMutableRoaringBitmap();
    for (int chunk : seldom) {
      if (chunk < chunks()) {
        all.add((long) firstSpan(chunk), endSpan(chunk));
      }
    }
    return all;
  }

  private @Nullable ImmutableRoaringBitmap common(long term) throws IOException {
    int fence = Arrays.binarySearch(meta.fences(), term);
    int part = fence >= 0 ? fence : -fence - 2;
    if (part < 0) {
      return null;
    }
    int from = part * IndexMeta.FENCE;
    int count = Math.min(IndexMeta.FENCE, meta.terms() - from);
    ByteBuffer table = pages.slice(meta.termsAt() + (long) from * TERM_BYTES, count * TERM_BYTES);
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long hash = table.getLong(middle * TERM_BYTES);
      if (hash == term) {
        long place = Integer.toUnsignedLong(table.getInt(middle * TERM_BYTES + Long.BYTES));
        return Postings.read(pages, place, meta.termsAt());
      }
      if (hash < term) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /// Starts of a zone's spans: an int each, milliseconds after the zone's first one.
  ByteBuffer starts(Zone zone) throws IOException {
    return starts(zone.firstSpan(), zone.endSpan());
  }

  ByteBuffer starts(int firstSpan, int endSpan) throws IOException {
    return pages.slice(
        meta.startsAt() + (long) firstSpan * Integer.BYTES, (endSpan - firstSpan) * Integer.BYTES);
  }

  /// Durations of a zone's spans: 16 bits each, of [Durations#number].
  ByteBuffer durations(Zone zone) throws IOException {
    return durations(zone.firstSpan(), zone.endSpan());
  }

  ByteBuffer durations(int firstSpan, int endSpan) throws IOException {
    return pages.slice(
        meta.durationsAt() + (long) firstSpan * Short.BYTES, (endSpan - firstSpan) * Short.BYTES);
  }

  /// Adds all services and operations to `names`.
  public void names(Names names) throws IOException {
    var in = new ByteReader(section(meta.namesAt(), meta.namesLength()));
    int services = in.count();
    for (int i = 0; i < services; i++) {
      String service = in.text();
      int operations = in.count();
      for (int j = 0; j < operations; j++) {
        names.add(service, new Operation(in.text(), in.text()));
      }
    }
  }

  /// Shows the calls that were counted.
  public void links(Links.Reader reader) throws IOException {
    Links.read(new ByteReader(section(meta.linksAt(), meta.linksLength())), reader);
  }

  private byte[] section(long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    pages.slice(at, length).get(bytes);
    return Zstd.read(new ByteReader(bytes));
  }

  // What merging reads.

  int terms() {
    return meta.terms();
  }

  /// A part of the terms' table.
  ByteBuffer termTable(int from, int count) throws IOException {
    return pages.slice(meta.termsAt() + (long) from * TERM_BYTES, count * TERM_BYTES);
  }

  ImmutableRoaringBitmap postings(long place) throws IOException {
    return Postings.read(pages, place, meta.termsAt());
  }

  void addRare(LongList all, int chunks) throws IOException {
    rare.addTo(all, chunks);
  }

  void addTraces(LongList all, int chunks) throws IOException {
    traces.addTo(all, chunks);
  }
}
