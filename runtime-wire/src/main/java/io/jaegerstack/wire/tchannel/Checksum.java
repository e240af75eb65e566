package io.jaegerstack.wire.tchannel;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// The running checksum of a call's arguments, carried on from frame to frame. Holds state: one
/// instance per call and direction.
public final class Checksum {
  /// Which function it is.
  public enum Kind {
    NONE(0),
    /// zlib's CRC-32, what Go clients send.
    CRC32(1),
    /// FarmHash's Fingerprint32. It knows no seed, so it cannot be carried on: as in the only
    /// client that has it (Node), the value is that of the last piece of an argument in the frame.
    FARMHASH(2),
    /// Castagnoli's CRC-32, what Python clients send.
    CRC32C(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind read(FrameCursor in) {
      int code = in.int8();
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw in.malformed("checksum type is " + code + ", expected 0 to 3");
    }

    /// Bytes of its value.
    int bytes() {
      return this == NONE ? 0 : Integer.BYTES;
    }
  }

  private static final java.util.zip.Checksum NOTHING = new CRC32();

  private final Kind kind;
  private final java.util.zip.Checksum running;
  private int fingerprint;

  public Checksum(Kind kind) {
    this.kind = kind;
    this.running =
        switch (kind) {
          case NONE, FARMHASH -> NOTHING;
          case CRC32 -> new CRC32();
          case CRC32C -> new CRC32C();
        };
  }

  public Kind kind() {
    return kind;
  }

  void update(byte[] bytes, int offset, int length) {
    switch (kind) {
      case NONE -> {}
      case CRC32, CRC32C -> running.update(bytes, offset, length);
      case FARMHASH -> fingerprint = FarmHash.fingerprint32(bytes, offset, length);
    }
  }

  int value() {
    return switch (kind) {
      case NONE -> 0;
      case CRC32, CRC32C -> (int) running.getValue();
      case FARMHASH -> fingerprint;
    };
  }
}
