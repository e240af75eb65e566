package io.jaegerstack.agent.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Goes over a segment's records in order, reading headers and no bodies. Where a header is
/// damaged, it looks for the next that is not.
final class SegmentWalk {
  /// A record's place and its header.
  record Found(long offset, RecordHeader header) {
    long end() {
      return offset + RecordHeader.BYTES + header.length();
    }
  }

  /// Bytes of one look for the next header.
  private static final int LOOK_BYTES = 64 * 1024;

  private final SpillFile file;
  private final SegmentName name;
  private final byte[] header = new byte[RecordHeader.BYTES];
  private long position;
  private long nextSequence;

  SegmentWalk(SpillFile file, SegmentName name) {
    this.file = file;
    this.name = name;
    this.nextSequence = name.firstSequence();
  }

  /// Where the next look begins: everything before it has been passed.
  long position() {
    return position;
  }

  /// Goes back to a record that [#next] has found.
  void back(Found found) {
    position = found.offset();
    nextSequence = found.header().sequence();
  }

  /// Goes on behind a record.
  void pass(Found found) {
    position = found.end();
    nextSequence = found.header().sequence() + 1;
  }

  /// The next record that is whole as far as its header tells; null where there is none before
  /// `end`. After an exception the same look can be tried again.
  @Nullable Found next(long end) throws IOException {
    if (position + RecordHeader.BYTES > end) {
      return null;
    }
    ByteBuffer into = ByteBuffer.wrap(header);
    file.readFully(into, position);
    Found found = into.hasRemaining() ? null : at(header, 0, position, end);
    if (found == null) {
      found = look(end);
    }
    if (found == null) {
      position = end;
    } else {
      pass(found);
    }
    return found;
  }

  private @Nullable Found look(long end) throws IOException {
    for (long from = position + 1; from + RecordHeader.BYTES <= end; ) {
      ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(LOOK_BYTES, end - from));
      file.readFully(chunk, from);
      int places = chunk.position() - RecordHeader.BYTES + 1;
      for (int i = 0; i < places; i++) {
        Found found = at(chunk.array(), i, from + i, end);
        if (found != null) {
          return found;
        }
      }
      from += Math.max(1, places);
    }
    return null;
  }

  private @Nullable Found at(byte[] bytes, int at, long offset, long end) {
    RecordHeader decoded = RecordHeader.decode(bytes, at, name.salt(), offset);
    if (decoded == null) {
      return null;
    }
    var found = new Found(offset, decoded);
    return found.end() <= end && isInItsPlace(found) ? found : null;
  }

  /// Numbers rise by one with each record, and no record is shorter than its header: others are of
  /// a file that somebody has renamed.
  private boolean isInItsPlace(Found found) {
    long sequence = found.header().sequence();
    long most = found.offset() / RecordHeader.BYTES;
    return sequence >= nextSequence && sequence - name.firstSequence() <= most;
  }
}
