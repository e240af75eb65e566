package io.jaegerstack.agent.spill;

import io.jaegerstack.agent.spill.SegmentWalk.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Writes this process's records, each group into one segment with one fsync. A segment that saw an
/// error is never written to again. Used by the log's thread alone.
final class SegmentWriter {
  /// A frame that waits to be written.
  record Pending(ByteBuffer bytes, int spans, int flags, long stampMillis, Appended appended) {
    int size() {
      return RecordHeader.BYTES + bytes.remaining();
    }
  }

  private final SpillDisk disk;
  private final Path directory;
  private final int segmentBytes;
  private final long startMillis;
  private final IntSupplier salts;
  private long nextNumber = 1;
  private long nextSequence = 1;
  private @Nullable Segment segment;
  private @Nullable SpillFile file;
  private boolean isNamed;

  /// @param startMillis the generation's start by the wall clock
  SegmentWriter(
      SpillDisk disk, Path directory, int segmentBytes, long startMillis, IntSupplier salts) {
    this.disk = disk;
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.startMillis = startMillis;
    this.salts = salts;
  }

  /// Writes the first ones of `batch`, as many as the segment has room for. When it returns they
  /// are on the disk: the records, the file's size, and its name. After an exception none of them
  /// counts as being there, and [#seal] must follow.
  List<Found> write(List<Pending> batch) throws IOException {
    SpillFile into = opened();
    Segment current = segment();
    long at = current.bytes();
    var written = new ArrayList<Found>(batch.size());
    for (Pending each : batch) {
      if (at > 0 && at + each.size() > segmentBytes) {
        break;
      }
      Found record = new Found(at, header(each, nextSequence + written.size()));
      into.write(record.header().encode(current.name().salt(), at), at);
      into.write(each.bytes(), at + RecordHeader.BYTES);
      written.add(record);
      at = record.end();
    }
    into.sync();
    if (!isNamed) {
      disk.syncDirectory(directory);
      isNamed = true;
    }
    nextSequence += written.size();
    return written;
  }

  private static RecordHeader header(Pending pending, long sequence) {
    return new RecordHeader(
        pending.bytes().remaining(),
        sequence,
        pending.stampMillis(),
        pending.spans(),
        pending.flags(),
        RecordHeader.crc(pending.bytes()));
  }

  private SpillFile opened() throws IOException {
    SpillFile open = file;
    if (open == null) {
      var name = new SegmentName(nextNumber++, nextSequence, salts.getAsInt());
      segment = new Segment(disk, directory, name, startMillis);
      open = disk.create(directory.resolve(name.toString()));
      file = open;
      isNamed = false;
    }
    return open;
  }

  /// The segment of the last write.
  Segment segment() {
    Segment current = segment;
    if (current == null) {
      throw new IllegalStateException("no segment has been written to");
    }
    return current;
  }

  boolean hasRoomFor(Pending next) {
    Segment current = segment;
    return current == null || current.bytes() == 0 || current.bytes() + next.size() <= segmentBytes;
  }

  /// Whether all that the segment has is settled: to be sealed, so that its bytes come back.
  boolean isSpent() {
    Segment current = segment;
    return current != null && current.bytes() > 0 && current.liveRecords() == 0;
  }

  /// Ends the segment, with the log's lock held, and hands it over; the next write makes another.
  /// Null where there is none.
  @Nullable Segment seal() {
    Segment ended = segment;
    Closing.quietly(file);
    segment = null;
    file = null;
    if (ended != null) {
      ended.seal();
    }
    return ended;
  }
}
