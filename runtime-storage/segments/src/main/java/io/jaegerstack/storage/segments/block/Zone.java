package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.ByteWriter;

/// A run of spans of an index that came together and have times near each other: what a search
/// takes or leaves as a whole. A block has one, and another one for spans whose clocks are far off.
///
/// @param firstSpan its first span's number in the index
/// @param firstChunk its first chunk's number in the index
/// @param minStart nanoseconds; starts of spans are kept relative to it
/// @param longest duration, nanoseconds
/// @param dictionaryAt where the block's dictionary is in the payload
public record Zone(
    int firstSpan,
    int endSpan,
    int firstChunk,
    int endChunk,
    long minStart,
    long maxStart,
    long longest,
    long dictionaryAt,
    int dictionaryLength) {
  void write(ByteWriter out) {
    out.varint(firstSpan);
    out.varint(endSpan);
    out.varint(firstChunk);
    out.varint(endChunk);
    out.fixed64(minStart);
    out.fixed64(maxStart);
    out.fixed64(longest);
    out.varint(dictionaryAt);
    out.varint(dictionaryLength);
  }

  static Zone read(ByteReader in) {
    return new Zone(
        in.count(),
        in.count(),
        in.count(),
        in.count(),
        in.fixed64(),
        in.fixed64(),
        in.fixed64(),
        in.varint(),
        in.count());
  }

  /// The same behind so many spans and chunks of other blocks.
  Zone moved(int spans, int chunks) {
    return new Zone(
        firstSpan + spans,
        endSpan + spans,
        firstChunk + chunks,
        endChunk + chunks,
        minStart,
        maxStart,
        longest,
        dictionaryAt,
        dictionaryLength);
  }
}
