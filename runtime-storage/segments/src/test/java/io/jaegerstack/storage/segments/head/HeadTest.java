package io.jaegerstack.storage.segments.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadTest {
  private static final int LARGE = 20_000;
  private static final HeadLimits LIMITS = new HeadLimits(1_000_000, 1_000_000, Integer.MAX_VALUE);

  private final Head head = new Head(LIMITS, () -> {});

  private static byte[] frame(List<Span> spans) {
    return new FrameEncoder().encode(spans.stream().map(FlatSpan::of).toList());
  }

  private static Span span() {
    return TestSpan.of("service", "operation").build();
  }

  @Test
  void isFullWhenTheFramesThatItKeepsAreWhateverElseIsInThem() {
    var again = TestSpan.of("service", "operation").tag("text", "x".repeat(LARGE)).build();
    int frames = 0;
    for (; !head.isFull(); frames++) {
      head.add(frame(List.of(again, span())));
    }
    assertThat(frames).isLessThan((int) LIMITS.bytes() / LARGE + 2);
  }

  @Test
  void countsTheProcessOfEachFrame() {
    int frames = 0;
    for (; !head.isFull(); frames++) {
      var span =
          TestSpan.of("service", "operation").processTag(Tag.of("args", "x".repeat(LARGE))).build();
      head.add(frame(List.of(span)));
    }
    assertThat(frames).isLessThan((int) LIMITS.bytes() / LARGE + 2);
  }

  @Test
  void countsNothingOfAFrameThatItDoesNotKeep() {
    var spans = new ArrayList<>(List.of(span(), span()));
    head.add(frame(spans));
    long before = head.bytes();
    head.add(frame(spans));
    assertThat(head.bytes()).isEqualTo(before);
  }
}
