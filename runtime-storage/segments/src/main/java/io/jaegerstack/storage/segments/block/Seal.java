package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteWriter;
import io.jaegerstack.storage.segments.bytes.IntList;
import io.jaegerstack.storage.segments.bytes.LongList;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.head.FrozenHead;
import io.jaegerstack.storage.segments.head.HeadView;
import io.jaegerstack.storage.segments.span.Terms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Makes a block of a frozen head. One thread, one head.
public final class Seal {
  /// A chunk is closed when its spans had this many bytes as they came: about 128 spans. Larger
  /// ones compress better and cost more to read for one trace.
  private static final int CHUNK_BYTES = 48 * 1024;

  /// A trace goes on in another chunk beyond this, so that no chunk is large but for a large span.
  private static final int LARGEST_CHUNK_BYTES = 256 * 1024;

  private final FrozenHead head;
  private final HeadView spans;
  private final Zstd.Compressor zstd;
  private final long payloadAt;
  private final SealOrder order;
  private final DictionaryBuilder dictionary;
  private final ByteWriter payload = new ByteWriter();
  private final List<Zone> zones = new ArrayList<>();
  private final IntList chunkSpan = new IntList();
  private final LongList chunkAt = new LongList();
  private final IntList chunkLength = new IntList();
  private final LongList traces = new LongList();
  private int traceCount;

  private Seal(FrozenHead head, long payloadAt, Zstd.Compressor zstd) {
    this.head = head;
    this.spans = head.spans();
    this.payloadAt = payloadAt;
    this.zstd = zstd;
    this.order = SealOrder.of(head);
    this.dictionary = new DictionaryBuilder(head);
  }

  /// @param payloadAt where in its payload the block will begin
  public static SealedBlock seal(FrozenHead head, long payloadAt, Zstd.Compressor zstd) {
    try {
      return new Seal(head, payloadAt, zstd).seal();
    } catch (IOException cannotBe) {
      throw new UncheckedIOException("writing to memory", cannotBe);
    }
  }

  private SealedBlock seal() throws IOException {
    var content = new ByteWriter();
    dictionary.write(content);
    int dictionaryLength = compressed(content, new ByteWriter());
    var chunks = new ChunkWriter(head, dictionary);
    zone(chunks, 0, order.near(), dictionaryLength);
    zone(chunks, order.near(), order.spans().length, dictionaryLength);
    var index = new ByteWriter();
    var terms = new TermSets(head, order.spans(), chunkSpan.toArray());
    var writer = new IndexWriter(index::raw);
    var rare = terms.write(writer);
    writer.finish(
        new IndexWriter.Content(
            spans.size(),
            traceCount,
            zones,
            chunkSpan.toArray(),
            chunkAt.toArray(),
            chunkLength.toArray(),
            rare,
            traces,
            true,
            this::starts,
            this::durations,
            head.names(),
            LinkCount.of(spans)),
        zstd);
    return new SealedBlock(payload.toArray(), index.toArray(), spans.size(), traceCount);
  }

  /// Appends both streams to the payload, after a checksum of all of it.
  private int compressed(ByteWriter packed, ByteWriter plain) {
    int from = payload.size();
    payload.fixed32(0);
    zstd.append(packed, payload);
    payload.raw(plain.array(), 0, plain.size());
    int length = payload.size() - from;
    var crc = new CRC32C();
    crc.update(payload.array(), from + Integer.BYTES, length - Integer.BYTES);
    payload.fixed32At(from, (int) crc.getValue());
    return length;
  }

  private void zone(ChunkWriter chunks, int from, int to, int dictionaryLength) {
    if (from == to) {
      return;
    }
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    long longest = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      int span = order.spans()[i];
      min = Math.min(min, spans.startNanos(span));
      max = Math.max(max, spans.startNanos(span));
      longest = Math.max(longest, spans.durationNanos(span));
    }
    int firstChunk = chunkAt.size();
    for (int i = from; i < to; ) {
      int end = endOfChunk(i, to);
      chunk(chunks, i, end, min);
      i = end;
    }
    zones.add(
        new Zone(
            from, to, firstChunk, chunkAt.size(), min, max, longest, payloadAt, dictionaryLength));
  }

  private int endOfChunk(int from, int to) {
    int bytes = 0;
    int end = from;
    while (end < to && bytes < LARGEST_CHUNK_BYTES) {
      int span = order.spans()[end];
      boolean isNext = end > from && spans.trace(span) != spans.trace(order.spans()[end - 1]);
      if (isNext && bytes >= CHUNK_BYTES) {
        break;
      }
      bytes += spans.length(span);
      end++;
    }
    return end;
  }

  private void chunk(ChunkWriter chunks, int from, int end, long base) {
    int number = chunkAt.size();
    chunkSpan.add(from);
    chunkAt.add(payloadAt + payload.size());
    Packing both = chunks.write(order.spans(), from, end, base);
    chunkLength.add(compressed(both.packed, both.plain));
    int before = -1;
    for (int i = from; i < end; i++) {
      int trace = spans.trace(order.spans()[i]);
      if (trace != before) {
        long hash = Terms.trace(head.traceHigh(trace), head.traceLow(trace));
        traces.add(ChunkTable.entry(hash, number));
        boolean goesOn = i == from && i > 0 && spans.trace(order.spans()[i - 1]) == trace;
        traceCount += goesOn ? 0 : 1;
        before = trace;
      }
    }
  }

  private void starts(PageSink sink) throws IOException {
    var out = new ByteWriter();
    for (Zone zone : zones) {
      for (int i = zone.firstSpan(); i < zone.endSpan(); i++) {
        out.fixed32(StartSteps.step(spans.startNanos(order.spans()[i]), zone));
      }
    }
    sink.write(out);
  }

  private void durations(PageSink sink) throws IOException {
    var out = new ByteWriter();
    for (int span : order.spans()) {
      out.fixed16(Durations.number(spans.durationNanos(span)));
    }
    sink.write(out);
  }
}
