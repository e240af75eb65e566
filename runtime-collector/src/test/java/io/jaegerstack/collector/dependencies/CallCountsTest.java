package io.jaegerstack.collector.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.CallBatch;
import io.jaegerstack.storage.CallSpan;
import io.jaegerstack.storage.CallSpan.Side;
import io.jaegerstack.storage.DependencyLink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallCountsTest {
  private static CallSpan span(long trace, long id, long parent, String service, Side side) {
    SpanId parentId = parent == 0 ? null : new SpanId(parent);
    return new CallSpan(new TraceId(0, trace), new SpanId(id), parentId, service, side, id);
  }

  private static CallSpan span(long id, long parent, String service) {
    return span(1, id, parent, service, Side.OTHER);
  }

  private static CallCounts counts(CallSpan... started) {
    return counts(List.of(started), List.of());
  }

  private static CallCounts counts(List<CallSpan> started, List<CallSpan> relatives) {
    var counts = new CallCounts();
    counts.add(new CallBatch(started, relatives));
    return counts;
  }

  private static DependencyLink link(String parent, String child, long calls) {
    return new DependencyLink(parent, child, calls);
  }

  @Test
  void aChildOfAnotherServiceIsACall() {
    var counts =
        counts(span(1, 0, "shop"), span(2, 1, "shop"), span(3, 2, "stock"), span(4, 2, "stock"));
    assertThat(counts.links()).containsExactly(link("shop", "stock", 2));
    assertThat(counts.spans()).isEqualTo(4);
  }

  @Test
  void aParentOfAnotherWindowIsKnownAsARelativeAndNotCountedItself() {
    var counts = counts(List.of(span(3, 2, "stock")), List.of(span(2, 1, "shop")));
    assertThat(counts.links()).containsExactly(link("shop", "stock", 1));
    assertThat(counts.orphans()).isZero();
  }

  @Test
  void aSpanOfAnotherTraceIsNoParent() {
    var counts = counts(span(1, 1, 0, "shop", Side.OTHER), span(2, 2, 1, "stock", Side.OTHER));
    assertThat(counts.links()).isEmpty();
    assertThat(counts.orphans()).isOne();
  }

  @Test
  void aSpanThatIsStoredTwiceIsOneCall() {
    var counts = counts(span(1, 0, "shop"), span(2, 1, "stock"), span(2, 1, "stock"));
    assertThat(counts.links()).containsExactly(link("shop", "stock", 1));
  }

  @Test
  void halvesOfOneCallThatShareAnIdAreOneCall() {
    var counts =
        counts(
            span(1, 1, 0, "shop", Side.CLIENT),
            span(1, 1, 0, "stock", Side.SERVER),
            span(1, 2, 1, "stock", Side.CLIENT),
            span(1, 2, 1, "store", Side.SERVER),
            span(1, 3, 2, "store", Side.OTHER));
    assertThat(counts.links()).containsExactly(link("shop", "stock", 1), link("stock", "store", 1));
  }

  @Test
  void theServersHalfIsTheParentWhereBothHaveItsId() {
    var counts =
        counts(
            span(1, 1, 0, "shop", Side.CLIENT),
            span(1, 1, 0, "stock", Side.SERVER),
            span(1, 2, 1, "store", Side.OTHER));
    assertThat(counts.links()).containsExactly(link("shop", "stock", 1), link("stock", "store", 1));
  }

  @Test
  void aRootAndASpanThatIsItsOwnParentCallNobody() {
    assertThat(counts(span(1, 0, "shop"), span(2, 2, "stock")).links()).isEmpty();
  }

  @Test
  void linksBeyondTheBoundAreCountedAsSuch() {
    var spans = new ArrayList<CallSpan>(List.of(span(1, 0, "shop")));
    for (int i = 0; i < CallCounts.MOST_LINKS + 3; i++) {
      spans.add(span(i + 2, 1, "made-up-" + i));
    }
    var counts = counts(spans, List.of());
    assertThat(counts.links()).hasSize(CallCounts.MOST_LINKS);
    assertThat(counts.beyond()).isEqualTo(3);
  }
}
