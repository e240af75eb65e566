package io.jaegerstack.storage.segments.log;

import io.jaegerstack.storage.segments.disk.Disk;
import io.jaegerstack.storage.segments.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// A file of the log that is written to. After an exception it must not be written to again: what
/// is on the disk behind the last sync is not known any more. One thread.
final class LogFile {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final DiskFile file;
  private final long salt;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long position;
  private boolean hasSynced;

  private LogFile(DiskFile file, long salt) {
    this.file = file;
    this.salt = salt;
  }

  /// Whether something of it was synced.
  boolean hasSynced() {
    return hasSynced;
  }

  /// A new file, whose name is on the disk when this returns.
  ///
  /// @param number negative where all have been used
  static LogFile create(Disk disk, Path directory, int number, long salt) throws IOException {
    if (number < 0) {
      throw new IOException(
          "the log has used every number up to %d; begin another directory"
              .formatted(Integer.MAX_VALUE));
    }
    DiskFile file = disk.create(directory.resolve(LogName.of(number)));
    try {
      var log = new LogFile(file, salt);
      log.buffer.putInt(LogRecord.FILE_MARK).putInt(LogRecord.VERSION).putLong(salt);
      log.flush();
      file.sync();
      disk.syncDirectory(directory);
      return log;
    } catch (IOException failed) {
      try (file) {
        disk.delete(directory.resolve(LogName.of(number)));
      } catch (IOException alsoFailed) {
        failed.addSuppressed(alsoFailed);
      }
      throw failed;
    }
  }

  void append(byte[] frame) throws IOException {
    room(LogRecord.HEADER_BYTES);
    buffer.putInt(LogRecord.MARK).putInt(frame.length);
    buffer.putInt(LogRecord.checksum(salt, frame, 0, frame.length));
    for (int at = 0; at < frame.length; ) {
      room(1);
      int part = Math.min(buffer.remaining(), frame.length - at);
      buffer.put(frame, at, part);
      at += part;
    }
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    file.write(buffer, position);
    position += buffer.limit();
    buffer.clear();
  }

  /// Returns when everything appended is on the disk.
  void sync() throws IOException {
    flush();
    file.sync();
    hasSynced = true;
  }

  long size() {
    return position;
  }

  void close() throws IOException {
    file.close();
  }
}
