package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyWriter;
import io.jaegerstack.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Links that were computed elsewhere, of storages that keep them. Has the watermark to itself.
public abstract class DependencyWriterContract extends StorageContract {
  private static final Instant WINDOW = TestSpan.START.truncatedTo(ChronoUnit.MINUTES);

  private final String shop = TestSpan.newName("shop");
  private final String stock = TestSpan.newName("stock");

  private DependencyWriter writer() {
    return underTest().storage().dependencyWriter().orElseThrow();
  }

  private void write(Instant window, long calls) {
    writer().write(window, List.of(new DependencyLink(shop, stock, calls)));
    underTest().showWrites();
  }

  private List<DependencyLink> read() {
    return underTest()
        .storage()
        .dependencies()
        .dependencies(WINDOW.plus(Duration.ofMinutes(30)), Duration.ofHours(1))
        .stream()
        .filter(link -> link.parent().equals(shop))
        .toList();
  }

  @Test
  void linksOfWindowsAddUp() {
    write(WINDOW, 3);
    write(WINDOW.plusSeconds(60), 4);
    assertThat(read()).containsExactly(new DependencyLink(shop, stock, 7));
  }

  @Test
  void aWindowWrittenAgainTakesItsOwnPlace() {
    Instant window = WINDOW.plusSeconds(120);
    write(window, 3);
    write(window, 5);
    assertThat(read()).containsExactly(new DependencyLink(shop, stock, 5));
  }

  @Test
  void aWindowWithoutLinksLeavesNothing() {
    Instant window = WINDOW.plusSeconds(180);
    writer().write(window, List.of());
    write(window, 3);
    writer().write(window, List.of());
    underTest().showWrites();
    assertThat(read()).isEmpty();
  }

  @Test
  void theWatermarkMovesOnlyFromWhereItIs() {
    Instant before = writer().watermark().orElse(null);
    Instant first = WINDOW.plus(Duration.ofDays(1));
    Instant second = first.plusSeconds(300);
    assertThat(writer().move(before, first)).isTrue();
    try (Storage another = underTest().openAnother()) {
      DependencyWriter other = another.dependencyWriter().orElseThrow();
      assertThat(other.watermark()).contains(first);
      assertThat(other.move(before, second)).isFalse();
      assertThat(other.move(first, second)).isTrue();
    }
    assertThat(writer().move(first, first.plusSeconds(600))).isFalse();
    assertThat(writer().watermark()).isEqualTo(Optional.of(second));
  }
}
