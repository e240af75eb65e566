package io.jaegerstack.agent.spill;

import io.jaegerstack.agent.spill.SegmentWalk.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/// What the headers of a dead agent's segment say.
///
/// @param bytes of the file
/// @param settled records, by their index
/// @param notes files with notes that there are
/// @param records found, settled ones included
/// @param unknown records that were there and whose headers are not readable
/// @param lastStamp of the last record found
record SegmentScan(
    long bytes,
    BitSet settled,
    int notes,
    long records,
    long spans,
    long settledRecords,
    long settledSpans,
    long unknown,
    long lastStamp) {

  /// A file to be scanned, and what those around it tell.
  ///
  /// @param endSequence first sequence that is another segment's
  /// @param isFollowed whether the next segment is there, which begins where this one ended
  record Subject(
      SpillDisk disk, Path directory, SegmentName name, long endSequence, boolean isFollowed) {}

  static SegmentScan of(Subject subject, BitSet settled, int notes) throws IOException {
    SegmentName name = subject.name();
    try (SpillFile file = subject.disk().open(subject.directory().resolve(name.toString()))) {
      var totals = new Totals(settled, name.firstSequence());
      long size = file.size();
      var walk = new SegmentWalk(file, name);
      for (Found found = walk.next(size); found != null; found = walk.next(size)) {
        if (found.header().sequence() < subject.endSequence()) {
          totals.add(found);
        }
      }
      if (isBounded(subject, size)) {
        totals.expect(subject.endSequence());
      } else {
        totals.tail(size);
      }
      return totals.scan(size, notes);
    }
  }

  /// Whether it is known how many records there were: the next file's name may be anybody's.
  private static boolean isBounded(Subject subject, long size) {
    long records = subject.endSequence() - subject.name().firstSequence();
    return subject.isFollowed() && records <= SpillLimits.mostRecords(size);
  }

  private static final class Totals {
    private final BitSet settled;
    private final long first;
    private long expected;
    private long records;
    private long spans;
    private long settledRecords;
    private long settledSpans;
    private long unknown;
    private long lastStamp;
    private long end;

    Totals(BitSet settled, long first) {
      this.settled = settled;
      this.first = first;
      this.expected = first;
    }

    void add(Found found) {
      RecordHeader header = found.header();
      end = found.end();
      expect(header.sequence());
      expected = header.sequence() + 1;
      records++;
      spans += header.spans();
      if (settled.get(Math.toIntExact(header.sequence() - first))) {
        settledRecords++;
        settledSpans += header.spans();
      }
      lastStamp = header.stampMillis();
    }

    /// Counts the records before `sequence` that were not found; of those settled nothing is lost.
    void expect(long sequence) {
      for (long each = expected; each < sequence; each++) {
        unknown += settled.get(Math.toIntExact(each - first)) ? 0 : 1;
      }
    }

    /// Bytes behind the last record: a write that was torn, or a record that was damaged.
    void tail(long size) {
      unknown += size > end ? 1 : 0;
    }

    SegmentScan scan(long size, int notes) {
      return new SegmentScan(
          size, settled, notes, records, spans, settledRecords, settledSpans, unknown, lastStamp);
    }
  }
}
