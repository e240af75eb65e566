package io.jaegerstack.storage.segments.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.segments.block.Block;
import io.jaegerstack.storage.segments.block.BlockCaches;
import io.jaegerstack.storage.segments.block.Index;
import io.jaegerstack.storage.segments.block.IndexFooter;
import io.jaegerstack.storage.segments.block.IndexMerge;
import io.jaegerstack.storage.segments.block.Payload;
import io.jaegerstack.storage.segments.block.Seal;
import io.jaegerstack.storage.segments.block.SealedBlock;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.head.Head;
import io.jaegerstack.storage.segments.head.HeadLimits;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How much of their indexes searches read, where every block has spans of the same hour.
class SearchReadsTest {
  private static final int BLOCKS = 8;
  private static final int SPANS = 4_000;
  private static final int LIMIT = 5;
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(1);
  private static final int LONG_EACH = 100;

  /// A start and a duration.
  private static final int COLUMN_BYTES = Integer.BYTES + Short.BYTES;

  private final BlockCaches caches = new BlockCaches(1 << 20, 1 << 20);
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
  private long read;

  /// Spans of two services in turn, each a trace, a second apart, about 170 of them in a chunk.
  private SealedBlock sealed(int block) {
    var head = new Head(new HeadLimits(SPANS, 8 << 20, SPANS), () -> {});
    var spans = new ArrayList<FlatSpan>();
    for (int i = 0; i < SPANS; i++) {
      spans.add(
          FlatSpan.of(
              TestSpan.of(i % 2 == 0 ? "shop" : "cart", "GET /")
                  .in(new TraceId(block + 1, i + 1))
                  .start(START.plusSeconds(i).plusMillis(block))
                  .duration(i % LONG_EACH == 0 ? LONG : Duration.ofMillis(1))
                  .tag("id", block + "-" + i)
                  .tag("text", "-".repeat(200))
                  .build()));
    }
    head.add(new FrameEncoder().encode(spans));
    try (var zstd = new Zstd.Compressor()) {
      return Seal.seal(head.frozen(), payload.size(), zstd);
    }
  }

  private Index open(byte[] all) throws IOException {
    int end = all.length - IndexFooter.BYTES;
    var footer = IndexFooter.read(Arrays.copyOfRange(all, end, all.length));
    int metaAt = (int) footer.metaAt();
    byte[] meta = Arrays.copyOfRange(all, metaAt, metaAt + footer.metaLength());
    return Index.open(
        footer,
        meta,
        checksums ->
            (at, count) -> {
              read += count;
              return ByteBuffer.wrap(all, (int) at, count).slice().order(ByteOrder.LITTLE_ENDIAN);
            });
  }

  private List<Index> indexes() throws IOException {
    var indexes = new ArrayList<Index>();
    for (int block = 0; block < BLOCKS; block++) {
      SealedBlock sealed = sealed(block);
      payload.writeBytes(sealed.payload());
      indexes.add(open(sealed.index()));
    }
    return indexes;
  }

  private Contents blocks(List<Index> indexes) {
    byte[] bytes = payload.toByteArray();
    Payload all = (at, length) -> Arrays.copyOfRange(bytes, (int) at, (int) at + length);
    List<Block> blocks = indexes.stream().map(index -> new Block(index, all, caches)).toList();
    return new Contents(List.of(), blocks);
  }

  private static Index merged(List<Index> indexes, SearchReadsTest test) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zstd = new Zstd.Compressor()) {
      IndexMerge.merge(indexes, out::write, zstd);
    }
    return test.open(out.toByteArray());
  }

  private List<TraceId> find(
      Contents contents, Map<String, String> tags, @Nullable Duration atLeast) throws IOException {
    Instant end = START.plusSeconds(SPANS);
    var query = new TraceQuery("shop", null, tags, START, end, atLeast, null, LIMIT);
    read = 0;
    return contents.find(
        query,
        damaged -> {
          throw new AssertionError(damaged);
        });
  }

  @Test
  void readsTheTimesOfChunksThatMayHaveSomethingNewer() throws IOException {
    Contents contents = blocks(indexes());
    List<TraceId> first = find(contents, Map.of(), LONG);
    List<TraceId> again = find(contents, Map.of(), LONG);
    assertThat(again).isEqualTo(first).hasSize(LIMIT);
    assertThat(again).allMatch(trace -> trace.low() == SPANS - LONG_EACH + 1);
    assertThat(read).isLessThan(BLOCKS * SPANS * COLUMN_BYTES / 2);
  }

  @Test
  void readsTimesOnlyWhereARareTagIs() throws IOException {
    Contents contents = blocks(List.of(merged(indexes(), this)));
    assertThat(find(contents, Map.of("id", "3-100"), null)).containsExactly(new TraceId(4, 101));
    assertThat(read).isLessThan(BLOCKS * SPANS * Integer.BYTES / 2);
  }

  @Test
  void readsNothingOfTheServiceWhereNoSpanHasTheTag() throws IOException {
    Contents contents = blocks(indexes());
    assertThat(find(contents, Map.of("id", "none"), null)).isEmpty();
    int setOfService = SPANS / 2 * Short.BYTES;
    assertThat(read).isLessThan(BLOCKS * setOfService / 4);
  }
}
