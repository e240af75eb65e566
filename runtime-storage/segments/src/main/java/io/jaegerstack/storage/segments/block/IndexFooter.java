package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.ByteWriter;
import java.util.zip.CRC32C;

/// The end of an index: where the rest of it begins, and that this is one.
///
/// @param metaAt where the pages end and what is kept in memory begins
public record IndexFooter(long metaAt, int metaLength, int metaChecksum) {
  /// Length, bytes.
  public static final int BYTES = 24;

  /// "JSI1": the format, with its version.
  private static final int MARK = 0x3149534a;

  void write(ByteWriter out) {
    int from = out.size();
    out.fixed64(metaAt);
    out.fixed32(metaLength);
    out.fixed32(metaChecksum);
    out.fixed32(MARK);
    out.fixed32(checksum(out.array(), from, BYTES - Integer.BYTES));
  }

  /// The footer that `bytes` are.
  public static IndexFooter read(byte[] bytes) throws DamagedException {
    var in = new ByteReader(bytes);
    var footer = new IndexFooter(in.fixed64(), in.fixed32(), in.fixed32());
    int mark = in.fixed32();
    if (mark != MARK || in.fixed32() != checksum(bytes, 0, BYTES - Integer.BYTES)) {
      throw new DamagedException(
          "an index ends with mark %08x, expected %08x and its checksum".formatted(mark, MARK));
    }
    return footer;
  }

  static int checksum(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
