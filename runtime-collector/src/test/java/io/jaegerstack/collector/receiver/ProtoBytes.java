package io.jaegerstack.collector.receiver;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;

/// Protobuf put together by tag and length, right or wrong.
final class ProtoBytes {
  /// Messages with the tags of `path` in each other, so many times over.
  static byte[] deep(int[] path, int times) {
    var heads = new ArrayList<byte[]>();
    int length = 0;
    for (int i = 0; i < times; i++) {
      for (int tag = path.length - 1; tag >= 0; tag--) {
        var head = new ByteArrayOutputStream();
        varint(head, path[tag]);
        varint(head, length);
        heads.add(head.toByteArray());
        length += head.size();
      }
    }
    return concat(heads.reversed().toArray(byte[][]::new));
  }

  /// `parts` in messages with the tags of `path`, outermost first.
  static byte[] in(int[] path, byte[]... parts) {
    byte[] inner = concat(parts);
    for (int i = path.length - 1; i >= 0; i--) {
      inner = message(path[i], inner);
    }
    return inner;
  }

  static byte[] message(int tag, byte[]... parts) {
    byte[] content = concat(parts);
    var out = new ByteArrayOutputStream(content.length + 8);
    varint(out, tag);
    varint(out, content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] field(int tag, int bytes) {
    return message(tag, new byte[bytes]);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] repeated(String hex, int times) {
    byte[] one = hex(hex);
    byte[] all = new byte[one.length * times];
    for (int i = 0; i < all.length; i++) {
      all[i] = one[i % one.length];
    }
    return all;
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private ProtoBytes() {}
}
