package io.jaegerstack.wire.relay;

import java.nio.ByteBuffer;

/// A message in the making, whose size is known before it is written.
final class MessageBuilder {
  private final ByteBuffer out;

  /// @param bytes after the type
  MessageBuilder(int type, int bytes) {
    out = ByteBuffer.allocate(MessageType.PREFIX_BYTES + bytes);
    out.putInt(1 + bytes).put((byte) type);
  }

  MessageBuilder int8(int value) {
    out.put((byte) value);
    return this;
  }

  MessageBuilder int16(int value) {
    out.putShort((short) value);
    return this;
  }

  MessageBuilder int32(int value) {
    out.putInt(value);
    return this;
  }

  MessageBuilder text(byte[] utf8) {
    out.putShort((short) utf8.length).put(utf8);
    return this;
  }

  byte[] toBytes() {
    if (out.hasRemaining()) {
      throw new IllegalStateException(
          "message lacks %d of %d bytes".formatted(out.remaining(), out.capacity()));
    }
    return out.array();
  }
}
