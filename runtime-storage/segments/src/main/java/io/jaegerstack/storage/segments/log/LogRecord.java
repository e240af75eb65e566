package io.jaegerstack.storage.segments.log;

import java.util.zip.CRC32C;

/// A record of the log: mark, length, checksum, then the frame.
///
/// Numbers are little-endian. The checksum is of the file's salt, the length and the frame, so that
/// bytes that a client put into its spans are no record, and neither is one of another file.
final class LogRecord {
  /// "JSWR", begins every record: where the next sound one is looked for after damage.
  static final int MARK = 0x5257534a;

  /// No frame is larger; longer ones in a file are damage.
  static final int LARGEST_FRAME = 64 << 20;

  static final int HEADER_BYTES = 3 * Integer.BYTES;

  /// "JSWL" and the format's version, begin every file; then the salt.
  static final int FILE_MARK = 0x4c57534a;

  static final int VERSION = 1;
  static final int FILE_HEADER_BYTES = 2 * Integer.BYTES + Long.BYTES;

  /// Bits of a byte.
  private static final int OCTET = 8;

  static int checksum(long salt, byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    for (int i = 0; i < Long.BYTES; i++) {
      crc.update((int) (salt >>> (i * OCTET)));
    }
    for (int i = 0; i < Integer.BYTES; i++) {
      crc.update(length >>> (i * OCTET));
    }
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private LogRecord() {}
}
