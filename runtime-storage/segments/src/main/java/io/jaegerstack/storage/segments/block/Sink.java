package io.jaegerstack.storage.segments.block;

import java.io.IOException;

/// Takes an index while it is written, from its first byte to its last.
@FunctionalInterface
public interface Sink {
  void write(byte[] bytes, int offset, int length) throws IOException;
}
