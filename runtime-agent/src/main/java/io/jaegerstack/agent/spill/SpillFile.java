package io.jaegerstack.agent.spill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file of a [SpillDisk].
interface SpillFile extends Closeable {
  /// Writes all of `bytes`; after an exception any part of them may be there.
  void write(ByteBuffer bytes, long position) throws IOException;

  /// Reads some bytes, at least one where the file has any from `position` on; -1 at its end.
  int read(ByteBuffer into, long position) throws IOException;

  /// Returns once everything written is on the disk. After an exception nothing is known of what
  /// was written since the last success, and never will be: a second call may succeed for nothing.
  void sync() throws IOException;

  long size() throws IOException;

  /// Fills `into` as far as the file goes.
  default void readFully(ByteBuffer into, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int count = read(into, at);
      if (count < 0) {
        return;
      }
      at += count;
    }
  }
}
