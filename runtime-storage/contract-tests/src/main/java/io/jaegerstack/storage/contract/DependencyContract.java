package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Span;
import io.jaegerstack.storage.DependencyLink;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who calls whom, computed from stored spans.
public abstract class DependencyContract extends StorageContract {
  private final String shop = TestSpan.newName("shop");
  private final String stock = TestSpan.newName("stock");

  private List<DependencyLink> linksOfThisTest() {
    return underTest()
        .storage()
        .dependencies()
        .dependencies(TestSpan.START.plus(Duration.ofMinutes(1)), Duration.ofMinutes(2))
        .stream()
        .filter(link -> link.parent().equals(shop) || link.child().equals(stock))
        .toList();
  }

  @Test
  void countsCallsFromServiceToService() {
    needs(Gap.DEPENDENCIES);
    for (int i = 0; i < 3; i++) {
      Span root = TestSpan.of(shop, "GET /").build();
      Span inner = TestSpan.of(shop, "cart").childOf(root).build();
      write(root, inner, TestSpan.of(stock, "count").childOf(inner).build());
    }
    assertThat(linksOfThisTest()).containsExactly(new DependencyLink(shop, stock, 3));
  }

  @Test
  void leavesOutCallsOutsideTheWindow() {
    needs(Gap.DEPENDENCIES);
    var longAgo = TestSpan.START.minus(Duration.ofMinutes(5));
    Span root = TestSpan.of(shop, "GET /").start(longAgo).build();
    write(root, TestSpan.of(stock, "count").childOf(root).start(longAgo).build());
    assertThat(linksOfThisTest()).isEmpty();
  }

  @Test
  void leavesOutCallsWhoseCallerIsNotStored() {
    needs(Gap.DEPENDENCIES);
    Span notWritten = TestSpan.of(shop, "GET /").build();
    write(TestSpan.of(stock, "count").childOf(notWritten).build());
    assertThat(linksOfThisTest()).isEmpty();
  }
}
