package io.jaegerstack.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Span;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.segments.block.BlockCaches;
import io.jaegerstack.storage.segments.block.Seal;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.head.Head;
import io.jaegerstack.storage.segments.head.HeadLimits;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryVaultTest {
  /// The thread that seals asks for the shelf and then shows it; a writer that makes room may come
  /// in between.
  @Test
  void aBlockThatIsRemovedCanBeReadUntilTheNextShelf() throws IOException {
    Span span = TestSpan.of("shop", "GET /").build();
    var head = new Head(new HeadLimits(1, 1_000, 1), () -> {});
    head.add(new FrameEncoder().encode(List.of(FlatSpan.of(span))));
    var vault = new MemoryVault(new BlockCaches(0, 0));
    try (var zstd = new Zstd.Compressor()) {
      vault.keep(Seal.seal(head.frozen(), vault.nextPayloadAt(), zstd), 0);
    }
    assertThat(vault.bytes(List.of())).as("still shown as a head").isZero();
    var shelf = vault.shelf();
    assertThat(vault.bytes(shelf.blocks())).isPositive();
    vault.removeOldest();
    assertThat(shelf.blocks().getFirst().chunk(0).traceOf(0)).isEqualTo(span.traceId());
    assertThat(vault.shelf().blocks()).isEmpty();
    vault.close();
  }
}
