package io.jaegerstack.agent.spill;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What stands before a record's bytes. Its own checksum covers the segment's salt and the place in
/// the file too, so that a record within a client's bytes is never taken for one of ours.
///
/// @param length bytes that follow
/// @param sequence number of the record among those of its generation, without gaps
/// @param stampMillis when it was appended: the wall clock at the generation's start and the time
///   passed since then on a clock that does not jump
/// @param flags the caller's
/// @param bodyCrc CRC-32C of the bytes that follow
record RecordHeader(
    int length, long sequence, long stampMillis, int spans, int flags, int bodyCrc) {
  static final int BYTES = 40;

  /// "JSSR".
  static final int MARKER = 0x4A535352;

  private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

  static int crc(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }

  ByteBuffer encode(int salt, long offset) {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putInt(MARKER).putInt(length).putLong(sequence).putLong(stampMillis);
    out.putInt(spans).putInt(flags).putInt(bodyCrc);
    return out.putInt(crc(out.array(), 0, salt, offset)).flip();
  }

  /// The header at `at` of `in`, which is at `offset` of the file; null where there is none.
  static @Nullable RecordHeader decode(byte[] in, int at, int salt, long offset) {
    ByteBuffer bytes = ByteBuffer.wrap(in, at, BYTES);
    if (bytes.getInt() != MARKER) {
      return null;
    }
    int length = bytes.getInt();
    var header =
        new RecordHeader(
            length,
            bytes.getLong(),
            bytes.getLong(),
            bytes.getInt(),
            bytes.getInt(),
            bytes.getInt());
    boolean isWhole = bytes.getInt() == crc(in, at, salt, offset);
    return isWhole && length >= 0 ? header : null;
  }

  private static int crc(byte[] bytes, int at, int salt, long offset) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putInt(salt).putLong(offset).flip());
    crc.update(bytes, at, CHECKED_BYTES);
    return (int) crc.getValue();
  }
}
