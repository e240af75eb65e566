package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteWriter;
import io.jaegerstack.storage.segments.bytes.IntList;
import java.io.IOException;
import java.util.zip.CRC32C;

/// Cuts what is written into pages, and keeps the checksum of each.
final class PageSink {
  private final Sink target;
  private final byte[] page = new byte[Pages.PAGE_BYTES];
  private final IntList checksums = new IntList();
  private final CRC32C crc = new CRC32C();
  private int filled;
  private long position;

  PageSink(Sink target) {
    this.target = target;
  }

  long position() {
    return position;
  }

  void write(ByteWriter content) throws IOException {
    write(content.array(), 0, content.size());
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int part = Math.min(end - at, page.length - filled);
      System.arraycopy(bytes, at, page, filled, part);
      filled += part;
      at += part;
      if (filled == page.length) {
        flush();
      }
    }
    position += length;
  }

  private void flush() throws IOException {
    crc.reset();
    crc.update(page, 0, filled);
    checksums.add((int) crc.getValue());
    target.write(page, 0, filled);
    filled = 0;
  }

  /// Writes what is left.
  ///
  /// @return the checksums of all pages
  int[] finish() throws IOException {
    if (filled > 0) {
      flush();
    }
    return checksums.toArray();
  }
}
