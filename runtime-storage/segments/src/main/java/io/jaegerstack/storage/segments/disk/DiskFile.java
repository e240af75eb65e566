package io.jaegerstack.storage.segments.disk;

import io.jaegerstack.storage.segments.block.DamagedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file of a [Disk]. Reading is for many threads at once.
public interface DiskFile extends Closeable {
  /// Writes all of `bytes`; after an exception any part of them may be there.
  void write(ByteBuffer bytes, long position) throws IOException;

  /// Reads some bytes, at least one where the file has any from `position` on; -1 at its end.
  int read(ByteBuffer into, long position) throws IOException;

  /// Returns once everything written is on the disk. After an exception nothing is known of what
  /// was written since the last success, and never will be: a second call may succeed for nothing.
  void sync() throws IOException;

  long size() throws IOException;

  /// Reads `length` bytes.
  ///
  /// @throws DamagedException where the file ends before
  default byte[] read(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer into = ByteBuffer.wrap(bytes);
    while (into.hasRemaining()) {
      int count = read(into, position + into.position());
      if (count < 0) {
        throw new DamagedException(
            "a file ends at %d, expected %d bytes from %d on".formatted(size(), length, position));
      }
    }
    return bytes;
  }
}
