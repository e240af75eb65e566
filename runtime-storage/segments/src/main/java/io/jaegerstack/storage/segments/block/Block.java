package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.span.SpanQuery;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Spans with their index, open for reading: those of one head, or of several after a merge. Safe
/// for many threads.
public final class Block {
  /// About the spans of a chunk: what a rare term chooses.
  private static final int FEW = 128;

  private final Index index;
  private final Payload payload;
  private final BlockCaches caches;

  public Block(Index index, Payload payload, BlockCaches caches) {
    this.index = index;
    this.payload = payload;
    this.caches = caches;
  }

  public Index index() {
    return index;
  }

  public Chunk chunk(int number) throws IOException {
    var place = new BlockCaches.Place(payload, index.chunkAt(number));
    Chunk kept = caches.chunks.find(place);
    if (kept != null) {
      return kept;
    }
    Zone zone = index.zoneOf(number);
    byte[] bytes = read(place.at(), index.chunkLength(number));
    var in = new ByteReader(bytes, Integer.BYTES);
    byte[] packed = Zstd.read(in);
    byte[] plain = Arrays.copyOfRange(bytes, in.position(), bytes.length);
    int spans = index.endSpan(number) - index.firstSpan(number);
    var chunk = new Chunk(packed, plain, spans, zone.minStart(), dictionary(zone));
    caches.chunks.keep(place, chunk);
    return chunk;
  }

  /// Number of the first span of `chunk`.
  public int firstSpan(int chunk) {
    return index.firstSpan(chunk);
  }

  private BlockDictionary dictionary(Zone zone) throws IOException {
    var place = new BlockCaches.Place(payload, zone.dictionaryAt());
    BlockDictionary kept = caches.dictionaries.find(place);
    if (kept != null) {
      return kept;
    }
    byte[] bytes = read(place.at(), zone.dictionaryLength());
    var dictionary = new BlockDictionary(Zstd.read(new ByteReader(bytes, Integer.BYTES)));
    caches.dictionaries.keep(place, dictionary);
    return dictionary;
  }

  private byte[] read(long at, int length) throws IOException {
    byte[] bytes = payload.read(at, length);
    var crc = new CRC32C();
    crc.update(bytes, Integer.BYTES, length - Integer.BYTES);
    int wanted = new ByteReader(bytes).fixed32();
    if (wanted != (int) crc.getValue()) {
      throw new DamagedException(
          "%d bytes of spans at %d have checksum %08x, expected %08x"
              .formatted(length, at, (int) crc.getValue(), wanted));
    }
    return bytes;
  }

  /// Chooses spans of a zone by their times: those that `query` wants and that start at `fromNanos`
  /// or later.
  ///
  /// @param candidates how many spans it will be asked about; for few, bounds are not worth making
  public TimeFilter times(Zone zone, long candidates, SpanQuery query, long fromNanos)
      throws IOException {
    var place = new BlockCaches.Place(payload, index.chunkAt(zone.firstChunk()));
    ChunkBounds bounds = caches.bounds.find(place);
    if (bounds == null && candidates > FEW) {
      bounds = ChunkBounds.of(index, zone);
      caches.bounds.keep(place, bounds);
    }
    long from = Math.max(fromNanos, query.fromNanos());
    return new TimeFilter(index, zone, bounds, query, from);
  }
}
