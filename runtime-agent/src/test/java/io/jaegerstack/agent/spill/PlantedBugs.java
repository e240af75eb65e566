package io.jaegerstack.agent.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Mistakes that logs on disk are known to have had, each as a disk that makes ours behave as if it
/// had it.
enum PlantedBugs {
  /// A record is acknowledged before it is on the disk.
  NO_FSYNC_BEFORE_ACKNOWLEDGING(
      disk ->
          new Files(disk) {
            @Override
            SpillFile seen(Path path, SpillFile file) {
              return new File(file) {
                @Override
                public void sync() {}
              };
            }
          }),
  /// The file is on the disk, its name is not.
  NO_DIRECTORY_FSYNC(
      disk ->
          new Files(disk) {
            @Override
            public void syncDirectory(Path directory) {}
          }),
  /// The kernel's second answer is taken for the truth.
  FSYNC_AGAIN_ON_THE_SAME_FILE(
      disk ->
          new Files(disk) {
            @Override
            SpillFile seen(Path path, SpillFile file) {
              return new File(file) {
                @Override
                public void sync() throws IOException {
                  try {
                    super.sync();
                  } catch (IOException first) {
                    super.sync();
                  }
                }
              };
            }
          }),
  /// The notes of what was settled go first, the records after them.
  NOTES_DELETED_BEFORE_RECORDS(NotesFirst::new),
  /// Nobody remembers what was settled but memory.
  NOTHING_NOTED(
      disk ->
          new Files(disk) {
            @Override
            SpillFile seen(Path path, SpillFile file) {
              return path.toString().contains("settled-")
                  ? new File(file) {
                    @Override
                    public void write(ByteBuffer bytes, long position) {}
                  }
                  : file;
            }
          }),
  /// Bytes are handed out as they are read.
  CHECKSUM_NOT_CHECKED(disk -> new Resigning(disk, false)),
  /// A record that the file has half of is taken for a whole one.
  TORN_TAIL_NOT_DETECTED(disk -> new Resigning(disk, true));

  private final UnaryOperator<SpillDisk> variant;

  PlantedBugs(UnaryOperator<SpillDisk> variant) {
    this.variant = variant;
  }

  UnaryOperator<SpillDisk> variant() {
    return variant;
  }

  /// Passes everything on.
  static class Files implements SpillDisk {
    private final SpillDisk disk;

    Files(SpillDisk disk) {
      this.disk = disk;
    }

    SpillFile seen(Path path, SpillFile file) {
      return file;
    }

    @Override
    public List<Entry> list(Path directory) throws IOException {
      return disk.list(directory);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
      disk.createDirectory(directory);
    }

    @Override
    public SpillFile create(Path file) throws IOException {
      return seen(file, disk.create(file));
    }

    @Override
    public SpillFile open(Path file) throws IOException {
      return seen(file, disk.open(file));
    }

    @Override
    public void delete(Path path) throws IOException {
      disk.delete(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
      disk.syncDirectory(directory);
    }

    @Override
    public @Nullable SpillLock lock(Path file) throws IOException {
      return disk.lock(file);
    }
  }

  static class File implements SpillFile {
    private final SpillFile file;

    File(SpillFile file) {
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      file.write(bytes, position);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /// Deletes a segment's notes before it.
  private static final class NotesFirst extends Files {
    NotesFirst(SpillDisk disk) {
      super(disk);
    }

    @Override
    public void delete(Path path) throws IOException {
      SegmentName segment = SegmentName.parse(path.getFileName().toString()).orElse(null);
      for (Entry each : segment == null ? List.<Entry>of() : list(path.getParent())) {
        if (each.name().startsWith("settled-%016x".formatted(segment.number()))) {
          super.delete(path.resolveSibling(each.name()));
          syncDirectory(path.getParent());
        }
      }
      super.delete(path);
    }
  }

  /// Signs what it reads, so that every checksum is right.
  private static final class Resigning extends Files {
    private final boolean pads;

    Resigning(SpillDisk disk, boolean pads) {
      super(disk);
      this.pads = pads;
    }

    @Override
    SpillFile seen(Path path, SpillFile file) {
      return SegmentName.parse(path.getFileName().toString())
          .map(name -> (SpillFile) new Signed(file, name.salt()))
          .orElse(file);
    }

    private final class Signed extends File {
      private final int salt;

      Signed(SpillFile file, int salt) {
        super(file);
        this.salt = salt;
      }

      @Override
      public int read(ByteBuffer into, long position) throws IOException {
        int from = into.position();
        int count = super.read(into, position);
        if (pads && count < 0) {
          while (into.hasRemaining()) {
            into.put((byte) 0);
          }
          return into.position() - from;
        }
        RecordHeader header =
            from == 0 && count == RecordHeader.BYTES
                ? RecordHeader.decode(into.array(), 0, salt, position)
                : null;
        if (header != null) {
          into.position(from).put(sign(header, position));
        }
        return count;
      }

      private ByteBuffer sign(RecordHeader header, long position) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(header.length());
        readFully(body, position + RecordHeader.BYTES);
        return new RecordHeader(
                header.length(),
                header.sequence(),
                header.stampMillis(),
                header.spans(),
                header.flags(),
                RecordHeader.crc(body.flip()))
            .encode(salt, position);
      }

      @Override
      public long size() throws IOException {
        return super.size() + (pads ? 2_000 : 0);
      }
    }
  }
}
