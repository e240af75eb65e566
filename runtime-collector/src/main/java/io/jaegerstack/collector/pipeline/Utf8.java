package io.jaegerstack.collector.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Whether bytes are UTF-8, at eight bytes a step while they are ASCII.
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// Top bit of each of eight bytes: set where a byte is not ASCII.
  private static final long TOP_BITS = 0x8080808080808080L;

  static boolean isValid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (end - at >= Long.BYTES) {
      if (((long) LONGS.get(bytes, at) & TOP_BITS) != 0) {
        return decodes(bytes, at, end - at);
      }
      at += Long.BYTES;
    }
    while (at < end) {
      if (bytes[at] < 0) {
        return decodes(bytes, at, end - at);
      }
      at++;
    }
    return true;
  }

  private static boolean decodes(byte[] bytes, int offset, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private Utf8() {}
}
