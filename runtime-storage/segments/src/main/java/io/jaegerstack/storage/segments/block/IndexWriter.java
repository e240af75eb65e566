package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.segments.bytes.ByteWriter;
import io.jaegerstack.storage.segments.bytes.LongList;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.head.Names;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes an index from front to back: first [#term] for each term in the order of their hashes,
/// then [#finish]. One thread.
final class IndexWriter {
  /// What an index is made of beside its terms.
  ///
  /// @param rare entries of [ChunkTable] for terms that have no set of spans
  /// @param traces such entries for trace ids
  record Content(
      int spans,
      int traceCount,
      List<Zone> zones,
      int[] chunkSpan,
      long[] chunkAt,
      int[] chunkLength,
      LongList rare,
      LongList traces,
      boolean isWide,
      Column starts,
      Column durations,
      Names names,
      Links links) {}

  /// One number per span, all of one width.
  @FunctionalInterface
  interface Column {
    void write(PageSink sink) throws IOException;
  }

  private final Sink target;
  private final PageSink sink;
  private final PostingPool pool;
  private final LongList hashes = new LongList();
  private final LongList places = new LongList();

  IndexWriter(Sink target) {
    this.target = target;
    this.sink = new PageSink(target);
    this.pool = new PostingPool(sink);
  }

  /// A term that the first `count` of `spans` have; `spans` are sorted.
  void term(long hash, int[] spans, int count) throws IOException {
    hashes.add(hash);
    places.add(pool.place(spans, count));
  }

  /// @return the index's length, bytes
  long finish(Content content, Zstd.Compressor zstd) throws IOException {
    long termsAt = sink.position();
    long[] fences = terms();
    var filter = TraceFilter.of(content.traces);
    long rareAt = sink.position();
    int rare = ChunkTable.write(content.rare, content.isWide, sink);
    long tracesAt = sink.position();
    int traces = ChunkTable.write(content.traces, content.isWide, sink);
    long startsAt = sink.position();
    content.starts.write(sink);
    long durationsAt = sink.position();
    content.durations.write(sink);
    long namesAt = sink.position();
    compressed(zstd, out -> names(content.names, out));
    long linksAt = sink.position();
    compressed(zstd, content.links::write);
    long metaAt = sink.position();
    var meta =
        new IndexMeta(
            content.spans,
            content.traceCount,
            termsAt,
            hashes.size(),
            rareAt,
            rare,
            tracesAt,
            traces,
            content.isWide,
            startsAt,
            durationsAt,
            namesAt,
            (int) (linksAt - namesAt),
            linksAt,
            (int) (metaAt - linksAt),
            content.zones,
            content.chunkSpan,
            content.chunkAt,
            content.chunkLength,
            List.copyOf(content.names.byService().keySet()),
            fences,
            filter,
            sink.finish());
    return metaAt + meta(meta, metaAt, zstd);
  }

  private long[] terms() throws IOException {
    var out = new ByteWriter();
    var fences = new LongList();
    for (int i = 0; i < hashes.size(); i++) {
      if (i % IndexMeta.FENCE == 0) {
        fences.add(hashes.value(i));
        sink.write(out);
        out.clear();
      }
      out.fixed64(hashes.value(i));
      out.fixed32((int) places.value(i));
    }
    sink.write(out);
    return fences.toArray();
  }

  private interface Part {
    void write(ByteWriter out);
  }

  private void compressed(Zstd.Compressor zstd, Part part) throws IOException {
    var plain = new ByteWriter();
    part.write(plain);
    var out = new ByteWriter();
    zstd.append(plain, out);
    sink.write(out);
  }

  private static void names(Names names, ByteWriter out) {
    out.varint(names.byService().size());
    for (Map.Entry<String, Set<Operation>> service : names.byService().entrySet()) {
      out.text(service.getKey());
      out.varint(service.getValue().size());
      for (Operation operation : service.getValue()) {
        out.text(operation.name());
        out.text(operation.spanKind());
      }
    }
  }

  private int meta(IndexMeta meta, long metaAt, Zstd.Compressor zstd) throws IOException {
    var plain = new ByteWriter();
    meta.write(plain);
    var out = new ByteWriter();
    zstd.append(plain, out);
    int length = out.size();
    int checksum = IndexFooter.checksum(out.array(), 0, length);
    new IndexFooter(metaAt, length, checksum).write(out);
    target.write(out.array(), 0, out.size());
    return out.size();
  }
}
