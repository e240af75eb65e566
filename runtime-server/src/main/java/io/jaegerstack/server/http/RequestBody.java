package io.jaegerstack.server.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// The body of one request while it arrives. Grows by doubling, so that a `Content-Length` that
/// lies costs nothing.
final class RequestBody {
  private static final byte[] NONE = new byte[0];
  private static final int FIRST_BYTES = 1_024;

  private byte[] bytes = NONE;
  private int length;

  int length() {
    return length;
  }

  void add(ByteBuf content) {
    int more = content.readableBytes();
    if (length + more > bytes.length) {
      bytes =
          Arrays.copyOf(bytes, Math.max(length + more, Math.max(FIRST_BYTES, bytes.length * 2)));
    }
    content.readBytes(bytes, length, more);
    length += more;
  }

  byte[] toBytes() {
    return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }
}
