package io.jaegerstack.wire.tchannel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// A frame in the making.
final class FrameBuilder {
  private static final int SMALL = 512;

  private ByteBuffer out;

  FrameBuilder(int type, int id) {
    out = ByteBuffer.allocate(SMALL);
    out.putShort((short) 0).put((byte) type).put((byte) 0).putInt(id).putLong(0);
  }

  FrameBuilder int8(int value) {
    room(1).put((byte) value);
    return this;
  }

  FrameBuilder int16(int value) {
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  FrameBuilder int32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  FrameBuilder tracing(Tracing tracing) {
    room(Tracing.BYTES)
        .putLong(tracing.spanId())
        .putLong(tracing.parentId())
        .putLong(tracing.traceId())
        .put((byte) tracing.flags());
    return this;
  }

  FrameBuilder shortText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return int8(bytes.length).raw(bytes, 0, bytes.length);
  }

  FrameBuilder text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return int16(bytes.length).raw(bytes, 0, bytes.length);
  }

  /// Transport headers: their number and lengths in one byte each.
  FrameBuilder headers(Map<String, String> headers) {
    int8(headers.size());
    headers.forEach((key, value) -> shortText(key).shortText(value));
    return this;
  }

  FrameBuilder raw(byte[] source, int offset, int length) {
    room(length).put(source, offset, length);
    return this;
  }

  /// Bytes so far, header included.
  int size() {
    return out.position();
  }

  /// Bytes that the frame can still take.
  int left() {
    return Frame.MAX_BYTES - size();
  }

  /// Overwrites four bytes at `at`.
  void patch32(int at, int value) {
    out.putInt(at, value);
  }

  /// Overwrites the byte at `at`.
  void patch8(int at, int value) {
    out.put(at, (byte) value);
  }

  private ByteBuffer room(int bytes) {
    if (bytes > out.remaining()) {
      int wanted = Math.max(out.position() + bytes, out.capacity() * 2);
      var larger = ByteBuffer.allocate(Math.max(wanted, SMALL));
      larger.put(out.flip());
      out = larger;
    }
    return out;
  }

  Frame toFrame() {
    out.putShort(0, (short) size());
    byte[] bytes = out.array();
    return new Frame(bytes.length == size() ? bytes : Arrays.copyOf(bytes, size()));
  }
}
