package io.jaegerstack.storage.segments.disk;

import io.jaegerstack.storage.segments.block.DamagedException;
import io.jaegerstack.storage.segments.block.Pages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// Reads a file page by page, each checked once and kept for a while: reads are exact, memory is
/// bounded, and a disk that fails is an exception, which a mapped file could not say.
public final class PagedFile implements Pages {
  private final DiskFile file;
  private final String name;
  private final int[] checksums;
  private final long length;
  private final PageCache cache;

  /// @param name for messages
  /// @param length of what is in pages, bytes
  public PagedFile(DiskFile file, String name, int[] checksums, long length, PageCache cache) {
    this.file = file;
    this.name = name;
    this.checksums = checksums;
    this.length = length;
    this.cache = cache;
  }

  @Override
  public ByteBuffer slice(long at, int count) throws IOException {
    if (at < 0 || count < 0 || at + count > length) {
      throw new DamagedException(
          "%d bytes at %d of %s, which has %d".formatted(count, at, name, length));
    }
    int first = (int) (at / PAGE_BYTES);
    int offset = (int) (at % PAGE_BYTES);
    if (count == 0 || offset + count <= PAGE_BYTES) {
      byte[] bytes = count == 0 ? new byte[0] : page(first);
      return ByteBuffer.wrap(bytes, count == 0 ? 0 : offset, count)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN);
    }
    byte[] all = new byte[count];
    int filled = 0;
    for (int page = first; filled < count; page++) {
      byte[] bytes = page(page);
      int from = page == first ? offset : 0;
      int part = Math.min(count - filled, bytes.length - from);
      System.arraycopy(bytes, from, all, filled, part);
      filled += part;
    }
    return ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
  }

  private byte[] page(int number) throws IOException {
    var place = new PageCache.Place(this, number);
    byte[] known = cache.pages.find(place);
    if (known != null) {
      return known;
    }
    long at = (long) number * PAGE_BYTES;
    byte[] bytes = file.read(at, (int) Math.min(PAGE_BYTES, length - at));
    var crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    if ((int) crc.getValue() != checksums[number]) {
      throw new DamagedException(
          "page %d of %s has checksum %08x, expected %08x"
              .formatted(number, name, (int) crc.getValue(), checksums[number]));
    }
    cache.pages.keep(place, bytes);
    return bytes;
  }
}
