package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What a directory holds: the files that count, and where the log begins. Each change is a new
/// file, written whole and twice over; the newest one of which a copy is sound is the truth.
///
/// @param nextNumber of the next file
/// @param logFrom number of the first file of the log whose spans are not all in segments
/// @param segments the oldest first
record Manifest(int nextNumber, int logFrom, List<SegmentEntry> segments) {
  /// An index of a segment, over one block or several.
  record IndexEntry(int number, long length) {}

  /// @param number of the file of spans
  /// @param spansLength bytes of it that count
  /// @param isClosed whether no more blocks are appended
  /// @param newestMillis when its last block was sealed, since the epoch
  record SegmentEntry(
      int number, long spansLength, boolean isClosed, long newestMillis, List<IndexEntry> indexes) {
    SegmentEntry {
      indexes = List.copyOf(indexes);
    }

    long bytes() {
      return spansLength + indexes.stream().mapToLong(IndexEntry::length).sum();
    }
  }

  /// "JSM1": the format, with its version.
  private static final int MARK = 0x314d534a;

  private static final int HEADER_BYTES = 2 * Integer.BYTES;

  Manifest {
    segments = List.copyOf(segments);
  }

  static Manifest empty() {
    return new Manifest(1, 0, List.of());
  }

  /// Two copies, one after the other.
  byte[] toBytes() {
    byte[] one = copy();
    var both = new ByteWriter();
    both.raw(one, 0, one.length);
    both.raw(one, 0, one.length);
    return both.toArray();
  }

  private byte[] copy() {
    var out = new ByteWriter();
    out.fixed32(MARK);
    out.fixed32(0);
    out.varint(nextNumber);
    out.varint(logFrom);
    out.varint(segments.size());
    for (SegmentEntry segment : segments) {
      out.varint(segment.number);
      out.varint(segment.spansLength);
      out.oneByte(segment.isClosed ? 1 : 0);
      out.fixed64(segment.newestMillis);
      out.varint(segment.indexes.size());
      for (IndexEntry index : segment.indexes) {
        out.varint(index.number);
        out.varint(index.length);
      }
    }
    out.fixed32At(Integer.BYTES, checksum(out.array(), out.size()));
    return out.toArray();
  }

  private static int checksum(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, HEADER_BYTES, length - HEADER_BYTES);
    return (int) crc.getValue();
  }

  /// The manifest that `bytes` are; empty where both copies are damaged.
  static Optional<Manifest> of(byte[] bytes) {
    int half = bytes.length / 2;
    return copy(Arrays.copyOf(bytes, half))
        .or(() -> copy(Arrays.copyOfRange(bytes, half, bytes.length)));
  }

  private static Optional<Manifest> copy(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      return Optional.empty();
    }
    var in = new ByteReader(bytes);
    if (in.fixed32() != MARK || in.fixed32() != checksum(bytes, bytes.length)) {
      return Optional.empty();
    }
    int next = in.count();
    int logFrom = in.count();
    int count = in.count();
    var segments = new ArrayList<SegmentEntry>(count);
    for (int i = 0; i < count; i++) {
      segments.add(
          new SegmentEntry(in.count(), in.varint(), in.oneByte() != 0, in.fixed64(), indexes(in)));
    }
    return Optional.of(new Manifest(next, logFrom, segments));
  }

  private static List<IndexEntry> indexes(ByteReader in) {
    int count = in.count();
    var indexes = new ArrayList<IndexEntry>(count);
    for (int i = 0; i < count; i++) {
      indexes.add(new IndexEntry(in.count(), in.varint()));
    }
    return indexes;
  }
}
