package io.jaegerstack.storage.segments.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.head.Head;
import io.jaegerstack.storage.segments.head.HeadLimits;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How much one merge may be of.
class IndexMergeTest {
  private static final int SPANS = 50;
  private static final int TAGS = 20;

  /// The index of a block of spans with tags that no other span has.
  private static Index index() throws IOException {
    var head = new Head(new HeadLimits(SPANS, 1 << 20, SPANS), () -> {});
    head.add(
        new FrameEncoder()
            .encode(IntStream.range(0, SPANS).mapToObj(IndexMergeTest::span).toList()));
    try (var zstd = new Zstd.Compressor()) {
      byte[] all = Seal.seal(head.frozen(), 0, zstd).index();
      var footer =
          IndexFooter.read(Arrays.copyOfRange(all, all.length - IndexFooter.BYTES, all.length));
      int metaAt = (int) footer.metaAt();
      return Index.open(
          footer,
          Arrays.copyOfRange(all, metaAt, metaAt + footer.metaLength()),
          checksums ->
              (at, count) ->
                  ByteBuffer.wrap(all, (int) at, count).slice().order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  private static FlatSpan span(int number) {
    var span = TestSpan.of("shop", "GET /");
    for (int tag = 0; tag < TAGS; tag++) {
      span = span.tag("id-" + tag, number + "-" + tag);
    }
    return FlatSpan.of(span.build());
  }

  @Test
  void takesNoMoreRareTermsThanTheHeapHasRoomFor() throws IOException {
    Index index = index();
    int entries = SPANS * (TAGS + 1);
    assertThat(IndexMerge.fits(List.of(index, index), 2 * entries + 1)).isTrue();
    assertThat(IndexMerge.fits(List.of(index, index), 2 * entries)).isFalse();
  }
}
