package io.jaegerstack.storage.segments.log;

import io.jaegerstack.storage.segments.disk.Disk;
import io.jaegerstack.storage.segments.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a file of the log back, a record at a time, however long it is. A damaged record is passed
/// over: the next sound one is looked for from byte to byte. What is behind the last sound one is a
/// torn tail, which no writer was told of.
public final class LogScan {
  /// What is looked through for marks at once.
  private static final int WINDOW_BYTES = 256 * 1024;

  /// Bytes of records that turn out to be none, before the rest of the file is given up: a client
  /// may have put marks into its spans, and a torn record of them is not to keep a start for hours.
  private static final long MOST_IN_VAIN = 1L << 30;

  private final DiskFile file;
  private final long size;
  private final long salt;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;
  private long inVain;

  private LogScan(DiskFile file, long size, long salt) {
    this.file = file;
    this.size = size;
    this.salt = salt;
  }

  /// Hands every sound frame of file `number` to `target`.
  ///
  /// @return how many places were damaged
  public static int read(Disk disk, Path directory, int number, Consumer<byte[]> target)
      throws IOException {
    try (DiskFile file = disk.open(directory.resolve(LogName.of(number)))) {
      long size = file.size();
      if (size < LogRecord.FILE_HEADER_BYTES) {
        return 0;
      }
      ByteBuffer header = littleEndian(file.read(0, LogRecord.FILE_HEADER_BYTES));
      if (header.getInt() != LogRecord.FILE_MARK || header.getInt() != LogRecord.VERSION) {
        return size > LogRecord.FILE_HEADER_BYTES ? 1 : 0;
      }
      return new LogScan(file, size, header.getLong()).read(target);
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int read(Consumer<byte[]> target) throws IOException {
    int damaged = 0;
    boolean isLost = false;
    long at = LogRecord.FILE_HEADER_BYTES;
    while (at + LogRecord.HEADER_BYTES <= size && inVain <= MOST_IN_VAIN) {
      byte[] frame = sound(at);
      if (frame != null) {
        damaged += isLost ? 1 : 0;
        isLost = false;
        target.accept(frame);
        at += LogRecord.HEADER_BYTES + frame.length;
      } else {
        isLost = true;
        at++;
      }
    }
    return damaged + (isLost ? 1 : 0);
  }

  /// The frame of the record at `at`; null where there is none.
  private byte @Nullable [] sound(long at) throws IOException {
    int place = place(at);
    if (window.getInt(place) != LogRecord.MARK) {
      return null;
    }
    int length = window.getInt(place + Integer.BYTES);
    int checksum = window.getInt(place + 2 * Integer.BYTES);
    if (length < 0
        || length > LogRecord.LARGEST_FRAME
        || length > size - at - LogRecord.HEADER_BYTES) {
      return null;
    }
    byte[] frame = file.read(at + LogRecord.HEADER_BYTES, length);
    if (checksum == LogRecord.checksum(salt, frame, 0, length)) {
      return frame;
    }
    inVain += length;
    return null;
  }

  /// Where the window has the header at `at`.
  private int place(long at) throws IOException {
    long from = at - windowAt;
    if (from < 0 || from + LogRecord.HEADER_BYTES > window.limit()) {
      window = littleEndian(file.read(at, (int) Math.min(WINDOW_BYTES, size - at)));
      windowAt = at;
      return 0;
    }
    return (int) from;
  }
}
