package io.jaegerstack.wire.tchannel;

import io.jaegerstack.wire.WireFormatException;

/// One frame, header included: `size:2 type:1 reserved:1 id:4 reserved:8`, then the payload.
///
/// @param bytes as many as its size says; nobody writes to them from now on
public record Frame(byte[] bytes) {
  /// Bytes before the payload.
  public static final int HEADER_BYTES = 16;

  /// Bytes at a frame's start that say how long it is.
  public static final int SIZE_BYTES = 2;

  /// The largest that a size of two bytes can tell, header included.
  public static final int MAX_BYTES = 0xffff;

  /// Id of an error that belongs to no call.
  public static final int NO_ID = -1;

  private static final int TYPE_AT = 2;
  private static final int ID_AT = 4;

  public Frame {
    checkSize(bytes.length);
  }

  /// Refuses a size that no frame has.
  public static void checkSize(int size) {
    if (size < HEADER_BYTES || size > MAX_BYTES) {
      throw WireFormatException.malformed(
          "frame of " + size + " bytes, expected " + HEADER_BYTES + " to " + MAX_BYTES, 0);
    }
  }

  /// A frame without payload, such as a ping.
  public static Frame empty(int type, int id) {
    return new FrameBuilder(type, id).toFrame();
  }

  /// One of [FrameType], or another byte where the peer made one up.
  public int type() {
    return bytes[TYPE_AT] & 0xff;
  }

  /// Number of the call, chosen by the caller and valid on its connection.
  public int id() {
    return new FrameCursor(bytes, ID_AT).int32();
  }

  FrameCursor payload() {
    return new FrameCursor(bytes, HEADER_BYTES);
  }
}
