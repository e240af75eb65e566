package io.jaegerstack.storage.segments.block;

import java.io.IOException;

/// The chunks and dictionaries of blocks, as bytes. Safe for many threads.
public interface Payload {
  /// A copy of `length` bytes from `at` on.
  byte[] read(long at, int length) throws IOException;
}
