package io.jaegerstack.storage.segments.log;

import io.jaegerstack.storage.segments.disk.Disk;
import io.jaegerstack.storage.segments.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Reads a file of the log back. A damaged record is passed over: the next sound one is looked for
/// from byte to byte. What is behind the last sound one is a torn tail, which no writer was told
/// of.
public final class LogScan {
  /// No file of the log comes near this: a head's worth of frames and what came while it was
  /// sealed.
  private static final int LARGEST_FILE = 1 << 30;

  private final byte[] content;
  private final ByteBuffer bytes;
  private final long salt;

  private LogScan(byte[] content, ByteBuffer bytes, long salt) {
    this.content = content;
    this.bytes = bytes;
    this.salt = salt;
  }

  /// Hands every sound frame of file `number` to `target`.
  ///
  /// @return how many places were damaged
  public static int read(Disk disk, Path directory, int number, Consumer<byte[]> target)
      throws IOException {
    try (DiskFile file = disk.open(directory.resolve(LogName.of(number)))) {
      int size = (int) Math.min(LARGEST_FILE, file.size());
      if (size < LogRecord.FILE_HEADER_BYTES) {
        return 0;
      }
      byte[] content = file.read(0, size);
      ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.getInt() != LogRecord.FILE_MARK || bytes.getInt() != LogRecord.VERSION) {
        return size > LogRecord.FILE_HEADER_BYTES ? 1 : 0;
      }
      return new LogScan(content, bytes, bytes.getLong()).read(target);
    }
  }

  private int read(Consumer<byte[]> target) {
    int damaged = 0;
    boolean isLost = false;
    for (int at = LogRecord.FILE_HEADER_BYTES; at + LogRecord.HEADER_BYTES <= bytes.limit(); ) {
      if (isSound(at)) {
        int length = bytes.getInt(at + Integer.BYTES);
        byte[] frame = new byte[length];
        bytes.get(at + LogRecord.HEADER_BYTES, frame);
        damaged += isLost ? 1 : 0;
        isLost = false;
        target.accept(frame);
        at += LogRecord.HEADER_BYTES + length;
      } else {
        isLost = true;
        at++;
      }
    }
    return damaged + (isLost ? 1 : 0);
  }

  private boolean isSound(int at) {
    if (bytes.getInt(at) != LogRecord.MARK) {
      return false;
    }
    int length = bytes.getInt(at + Integer.BYTES);
    return length >= 0
        && length <= bytes.limit() - at - LogRecord.HEADER_BYTES
        && bytes.getInt(at + 2 * Integer.BYTES)
            == LogRecord.checksum(salt, content, at + LogRecord.HEADER_BYTES, length);
  }
}
