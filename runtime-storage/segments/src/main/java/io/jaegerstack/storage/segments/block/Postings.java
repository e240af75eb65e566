package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;
import org.roaringbitmap.buffer.MutableRoaringBitmap;

/// A set of spans: a list of distances where it is small, a Roaring bitmap where it is not.
final class Postings {
  /// From here on a bitmap's head costs less than it saves.
  private static final int FEWEST_OF_BITMAP = 64;

  /// Longest varint of 32 bits.
  private static final int VARINT_BYTES = 5;

  /// The two varints before a bitmap.
  private static final int HEAD_BYTES = 2 * VARINT_BYTES;

  /// Appends the first `count` of `spans`, which are sorted.
  static void write(int[] spans, int count, ByteWriter out) {
    if (count < FEWEST_OF_BITMAP) {
      out.varint((long) count << 1);
      int before = 0;
      for (int i = 0; i < count; i++) {
        out.varint(spans[i] - before);
        before = spans[i];
      }
      return;
    }
    var bitmap = new MutableRoaringBitmap();
    bitmap.addN(spans, 0, count);
    bitmap.runOptimize();
    int length = bitmap.serializedSizeInBytes();
    byte[] bytes = new byte[length];
    bitmap.serialize(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    out.varint((long) count << 1 | 1);
    out.block(bytes);
  }

  /// The set that begins at `at`.
  ///
  /// @param end where no set reaches beyond
  static ImmutableRoaringBitmap read(Pages pages, long at, long end) throws IOException {
    ByteBuffer head = pages.slice(at, (int) Math.min(HEAD_BYTES, end - at));
    int coded = varint(head);
    int count = coded >>> 1;
    if ((coded & 1) == 1) {
      int length = varint(head);
      return new ImmutableRoaringBitmap(pages.slice(at + head.position(), length));
    }
    long from = at + head.position();
    ByteBuffer list = pages.slice(from, (int) Math.min((long) count * VARINT_BYTES, end - from));
    var small = new MutableRoaringBitmap();
    int span = 0;
    for (int i = 0; i < count; i++) {
      span += varint(list);
      small.add(span);
    }
    return small;
  }

  private static int varint(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private Postings() {}
}
