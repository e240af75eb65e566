package io.jaegerstack.agent.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Which records of one segment are settled, on the disk: eight bytes for each, in a file beside
/// the segment. Its log's thread alone writes. After an error what is to come goes to another file.
final class SettledNotes {
  private static final int NOTE_BYTES = 8;

  private final SpillDisk disk;
  private final Path directory;
  private final SegmentName segment;
  private int nextFile;
  private @Nullable SpillFile file;
  private long position;
  private boolean isNamed;
  private boolean isSynced = true;

  /// @param nextFile number of the first file that is not there yet
  SettledNotes(SpillDisk disk, Path directory, SegmentName segment, int nextFile) {
    this.disk = disk;
    this.directory = directory;
    this.segment = segment;
    this.nextFile = nextFile;
  }

  /// Adds what the file says to `settled`; what is torn or damaged is not said, nor is what the
  /// segment has no room for.
  ///
  /// @param mostRecords that the segment can have
  static void read(SpillDisk disk, Path file, SegmentName segment, long mostRecords, BitSet settled)
      throws IOException {
    try (SpillFile open = disk.open(file)) {
      int bytes = (int) Math.min(open.size(), mostRecords * NOTE_BYTES);
      ByteBuffer notes = ByteBuffer.allocate(bytes);
      open.readFully(notes, 0);
      notes.flip();
      while (notes.remaining() >= NOTE_BYTES) {
        int at = notes.position();
        int index = notes.getInt();
        boolean isSound = notes.getInt() == crc(segment.salt(), at, index);
        if (isSound && index >= 0 && index < mostRecords) {
          settled.set(index);
        }
      }
    }
  }

  private static int crc(int salt, int position, int index) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putInt(salt).putInt(position).putInt(index).flip());
    return (int) crc.getValue();
  }

  /// Writes, without fsync: the end of the process does not undo it, the machine's may.
  ///
  /// @param indexes of records, from 0 for the segment's first
  void write(BitSet indexes) throws IOException {
    ByteBuffer notes = ByteBuffer.allocate(indexes.cardinality() * NOTE_BYTES);
    int at = Math.toIntExact(file == null ? 0 : position);
    for (int i = indexes.nextSetBit(0); i >= 0; i = indexes.nextSetBit(i + 1)) {
      notes.putInt(i).putInt(crc(segment.salt(), at + notes.position() - Integer.BYTES, i));
    }
    try {
      SpillFile open = opened();
      open.write(notes.flip(), position);
      position += notes.limit();
      isSynced = false;
    } catch (IOException failed) {
      abandon();
      throw failed;
    }
  }

  private SpillFile opened() throws IOException {
    SpillFile open = file;
    if (open == null) {
      open =
          disk.create(
              directory.resolve(new SegmentName.Notes(segment.number(), nextFile++).toString()));
      file = open;
      position = 0;
      isNamed = false;
    }
    return open;
  }

  void sync() throws IOException {
    SpillFile open = file;
    if (open == null || isSynced) {
      return;
    }
    try {
      open.sync();
      if (!isNamed) {
        disk.syncDirectory(directory);
        isNamed = true;
      }
      isSynced = true;
    } catch (IOException failed) {
      abandon();
      throw failed;
    }
  }

  private void abandon() {
    close();
    isSynced = true;
  }

  /// Deletes its files.
  void delete() throws IOException {
    close();
    for (int i = 0; i < nextFile; i++) {
      disk.delete(directory.resolve(new SegmentName.Notes(segment.number(), i).toString()));
    }
  }

  void close() {
    Closing.quietly(file);
    file = null;
  }
}
