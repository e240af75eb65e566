package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Spans with their index, open for reading: those of one head, or of several after a merge. Safe
/// for many threads.
public final class Block {
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

  /// Which spans of a zone may have durations in between.
  public DurationFilter durations(Zone zone, long atLeastNanos, long atMostNanos)
      throws IOException {
    if (atLeastNanos <= 0 && atMostNanos == Long.MAX_VALUE) {
      return span -> true;
    }
    int least = Durations.step(atLeastNanos);
    int most = Durations.step(atMostNanos);
    ByteBuffer steps = index.durations(zone);
    return span -> {
      int step = steps.getShort((span - zone.firstSpan()) * Short.BYTES);
      return step >= least && step <= most;
    };
  }

  /// Says whether a span, by its number in the index, may be long enough and short enough.
  @FunctionalInterface
  public interface DurationFilter {
    boolean passes(int span);
  }
}
