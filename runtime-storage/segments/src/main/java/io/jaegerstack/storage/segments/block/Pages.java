package io.jaegerstack.storage.segments.block;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of an index, read in place. Safe for many threads.
public interface Pages {
  /// Size of the pages that checksums are of.
  int PAGE_BYTES = 16 * 1024;

  /// `length` bytes from `at` on, little-endian, not to be written to.
  ///
  /// @throws IOException also where they are damaged
  ByteBuffer slice(long at, int length) throws IOException;
}
