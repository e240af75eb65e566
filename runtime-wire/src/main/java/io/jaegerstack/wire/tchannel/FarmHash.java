package io.jaegerstack.wire.tchannel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// FarmHash's Fingerprint32, the same on every machine: Google's `farmhashmk::Hash32`. Short inputs
/// go one of three ways; longer ones through three lanes, 20 bytes at a time.
final class FarmHash {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;
  private static final int C3 = 0xe6546b64;
  private static final int BLOCK = 20;

  static int fingerprint32(byte[] bytes, int offset, int length) {
    if (length <= 4) {
      return upTo4(bytes, offset, length);
    }
    if (length <= 12) {
      return upTo12(bytes, offset, length);
    }
    return length <= 24 ? upTo24(bytes, offset, length) : longer(bytes, offset, length);
  }

  private static int upTo4(byte[] bytes, int offset, int length) {
    int b = 0;
    int c = 9;
    for (int i = 0; i < length; i++) {
      b = b * C1 + bytes[offset + i];
      c ^= b;
    }
    return avalanche(murmur(b, murmur(length, c)));
  }

  private static int upTo12(byte[] bytes, int offset, int length) {
    int b = length * 5;
    int c = 9 + fetch(bytes, offset + (length >> 1 & 4));
    int d = murmur(length + fetch(bytes, offset), b);
    return avalanche(murmur(c, murmur(b + fetch(bytes, offset + length - 4), d)));
  }

  private static int upTo24(byte[] bytes, int offset, int length) {
    int a = fetch(bytes, offset - 4 + (length >> 1));
    int b = fetch(bytes, offset + 4);
    int c = fetch(bytes, offset + length - 8);
    int d = fetch(bytes, offset + (length >> 1));
    int e = fetch(bytes, offset);
    int f = fetch(bytes, offset + length - 4);
    int h = d * C1 + length;
    a = Integer.rotateRight(a, 12) + f;
    h = murmur(c, h) + a;
    a = Integer.rotateRight(a, 3) + c;
    h = murmur(e, h) + a;
    a = Integer.rotateRight(a + f, 12) + d;
    return avalanche(murmur(b, h) + a);
  }

  private static int longer(byte[] bytes, int offset, int length) {
    int last = offset + length;
    int h = length;
    int g = C1 * length;
    int f = g;
    h = mix(h ^ scrambled(bytes, last - 4));
    h = mix(h ^ scrambled(bytes, last - 16));
    g = mix(g ^ scrambled(bytes, last - 8));
    g = mix(g ^ scrambled(bytes, last - 12));
    f = Integer.rotateRight(f + scrambled(bytes, last - 20), 19) + 113;
    int at = offset;
    for (int blocks = (length - 1) / BLOCK; blocks > 0; blocks--, at += BLOCK) {
      int a = fetch(bytes, at);
      int b = fetch(bytes, at + 4);
      int c = fetch(bytes, at + 8);
      int d = fetch(bytes, at + 12);
      int e = fetch(bytes, at + 16);
      h = murmur(d, h + a) + e;
      g = murmur(c, g + b) + a;
      f = murmur(b + e * C1, f + c) + d;
      f += g;
      g += f;
    }
    return joined(h, g, f);
  }

  private static int joined(int h, int g, int f) {
    int lane2 = Integer.rotateRight(Integer.rotateRight(g, 11) * C1, 17) * C1;
    int lane3 = Integer.rotateRight(Integer.rotateRight(f, 11) * C1, 17) * C1;
    int first = Integer.rotateRight(mix(h + lane2), 17) * C1;
    return Integer.rotateRight(mix(first + lane3), 17) * C1;
  }

  private static int scrambled(byte[] bytes, int at) {
    return Integer.rotateRight(fetch(bytes, at) * C1, 17) * C2;
  }

  private static int murmur(int a, int h) {
    return mix(h ^ Integer.rotateRight(a * C1, 17) * C2);
  }

  private static int mix(int h) {
    return Integer.rotateRight(h, 19) * 5 + C3;
  }

  private static int avalanche(int h) {
    int mixed = (h ^ h >>> 16) * 0x85ebca6b;
    mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
    return mixed ^ mixed >>> 16;
  }

  private static int fetch(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  private FarmHash() {}
}
