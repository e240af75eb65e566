package io.jaegerstack.wire;

import java.io.ByteArrayOutputStream;

/// Byte arrays put together.
public final class Bytes {
  private Bytes() {}

  public static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
