package io.jaegerstack.query.service;

import static io.jaegerstack.query.Spans.MILLI;
import static io.jaegerstack.query.Spans.at;
import static io.jaegerstack.query.Spans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The cases are those that Jaeger's documentation of the adjuster describes.
class ClockSkewAdjusterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void warnsOfParentThatIsNotInTheTrace() {
    assertThat(only(adjust(SECOND, at("a", 1, 99, 0, 100))).warnings())
        .containsExactly(
            "invalid parent span IDs=0000000000000063; skipping clock skew adjustment");
  }

  @Test
  void leavesRootOfUnknownHostAlone() {
    assertThat(only(adjust(SECOND, at("", 1, 0, 0, 100))).warnings()).isEmpty();
  }

  @Test
  void warnsOfSecondSpanWithTheSameId() {
    List<Span> spans = adjust(SECOND, at("a", 1, 0, 0, 100), at("a", 1, 0, 0, 100));

    assertThat(spans.get(0).warnings()).isEmpty();
    assertThat(spans.get(1).warnings())
        .containsExactly("duplicate span IDs; skipping clock skew adjustment");
  }

  @Test
  void neverShiftsChildOnTheSameHost() {
    assertUnchanged(at("a", 1, 0, 10, 100), at("a", 2, 1, 0, 50));
  }

  @Test
  void leavesChildThatFitsInsideItsParent() {
    assertUnchanged(at("a", 1, 0, 10, 100), at("b", 2, 1, 20, 50));
  }

  @Test
  void leavesLongerChildThatStartsAfterItsParent() {
    assertUnchanged(at("a", 1, 0, 10, 100), at("b", 2, 1, 20, 150));
  }

  @Test
  void shiftsEarlyChildToTheMiddleOfItsParentWithItsLogs() {
    // (100 - 50) / 2 = 25 ms of network each way; 10 - 0 + 25 = 35.
    Span child =
        adjust(SECOND, at("a", 1, 0, 10, 100), at("b", 2, 1, 0, 50, /* logs */ 5, 10)).get(1);

    assertThat(child.startNanos()).isEqualTo(35 * MILLI);
    assertThat(child.logs()).extracting(Log::timeNanos).containsExactly(40 * MILLI, 45 * MILLI);
    assertThat(child.warnings()).containsExactly("This span's timestamps were adjusted by 35ms");
  }

  @Test
  void shiftsEarlyLongerChildToTheStartOfItsParent() {
    Span child = adjust(SECOND, at("a", 1, 0, 10, 100), at("b", 2, 1, 0, 150)).get(1);

    assertThat(child.startNanos()).isEqualTo(10 * MILLI);
  }

  @Test
  void shiftsDescendantsOnTheSameHostByTheSameAmount() {
    List<Span> spans =
        adjust(
            SECOND,
            at("b", 3, 2, 60, 20, /* logs */ 65, 70),
            at("b", 2, 1, 50, 70),
            at("a", 1, 0, 10, 100));

    assertThat(spans)
        .extracting(Span::startNanos)
        .containsExactly(35 * MILLI, 25 * MILLI, 10 * MILLI);
    assertThat(spans.getFirst().logs())
        .extracting(Log::timeNanos)
        .containsExactly(40 * MILLI, 45 * MILLI);
  }

  @Test
  void onlyWarnsOfShiftBeyondTheMaximum() {
    var tenMillis = Duration.ofMillis(10);
    Span early = adjust(tenMillis, at("a", 1, 0, 10, 100), at("b", 2, 1, 0, 50)).get(1);
    Span late = adjust(tenMillis, at("a", 1, 0, 10, 100), at("b", 2, 1, 80, 50)).get(1);

    assertThat(early.startNanos()).isZero();
    assertThat(early.warnings())
        .containsExactly(
            "max clock skew adjustment delta of 10ms exceeded; not applying calculated delta of"
                + " 35ms");
    assertThat(late.startNanos()).isEqualTo(80 * MILLI);
    assertThat(late.warnings())
        .containsExactly(
            "max clock skew adjustment delta of 10ms exceeded; not applying calculated delta of"
                + " -45ms");
  }

  @Test
  void onlyWarnsWhenTheMaximumIsZero() {
    Span child = adjust(Duration.ZERO, at("a", 1, 0, 10, 100), at("b", 2, 1, 0, 50)).get(1);

    assertThat(child.startNanos()).isZero();
    assertThat(child.warnings())
        .containsExactly("clock skew adjustment disabled; not applying calculated delta of 35ms");
  }

  @Test
  void leavesCycleOfParentsAlone() {
    assertUnchanged(at("a", 1, 2, 10, 100), at("b", 2, 1, 0, 50), at("c", 3, 3, 0, 50));
  }

  @Test
  void survivesChainOfFiftyThousandSpans() {
    int depth = 50_000;
    var spans = new ArrayList<Span>();
    for (int i = 1; i <= depth; i++) {
      spans.add(at("host-" + i % 2, i, i - 1, i % 2, 100));
    }

    Trace adjusted =
        new ClockSkewAdjuster(SECOND).adjust(new Trace(spans.getFirst().traceId(), spans));

    assertThat(adjusted.spans()).hasSize(depth);
    assertThat(adjusted.spans().get(1).startNanos()).isEqualTo(MILLI);
  }

  @Test
  void survivesTimesAtTheLimitsOfLong() {
    Span parent = at("a", 1, 0, 0, 0).withStartNanos(Long.MAX_VALUE);
    Span child = at("b", 2, 1, 0, 0).withStartNanos(Long.MIN_VALUE);

    Span adjusted = adjust(SECOND, parent, child).get(1);

    assertThat(adjusted.startNanos()).isEqualTo(Long.MIN_VALUE);
    assertThat(adjusted.warnings()).singleElement().asString().contains("2562047h47m16.854775807s");
  }

  private static void assertUnchanged(Span... spans) {
    assertThat(adjust(SECOND, spans)).containsExactly(spans);
  }

  private static Span only(List<Span> spans) {
    assertThat(spans).hasSize(1);
    return spans.getFirst();
  }

  private static List<Span> adjust(Duration max, Span... spans) {
    return new ClockSkewAdjuster(max).adjust(trace(spans)).spans();
  }
}
