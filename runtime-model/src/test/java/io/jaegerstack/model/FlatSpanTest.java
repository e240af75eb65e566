package io.jaegerstack.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatSpanTest {
  private static final TraceId TRACE = new TraceId(1, 2);

  @Test
  void aSpanSurvivesTheWayToFlatAndBack() {
    var span =
        new Span(
            TRACE,
            new SpanId(3),
            "GET /",
            List.of(Reference.childOf(TRACE, new SpanId(9))),
            FlatSpan.SAMPLED,
            1_000_001,
            77,
            List.of(
                Tag.of("s", "žluť"),
                Tag.of("b", true),
                Tag.of("i", -5L),
                Tag.of("f", 0.25),
                Tag.of("x", new byte[] {1, 2})),
            List.of(new Log(5, List.of(Tag.of("event", "retry")))),
            new Process("shop", List.of(Tag.of("ip", "10.0.0.1"))),
            List.of());

    assertThat(FlatSpan.of(span).toSpan()).isEqualTo(span);
    assertThat(SpanBatch.of(List.of(span, span)).toSpans()).containsExactly(span, span);
  }

  @Test
  void aStageAddsATagWithoutTouchingTheRequestBytes() {
    byte[] request = "kv".getBytes(StandardCharsets.UTF_8);
    var tags = new FlatTags(request, 1);
    tags.addString(Key.of("k"), 1, 1);
    tags.addString(Key.of("format"), Key.of("jaeger"));

    assertThat(tags.toList()).containsExactly(Tag.of("k", "v"), Tag.of("format", "jaeger"));
    assertThat(tags.source(0)).isSameAs(request);
    assertThat(tags.indexOf(Key.of("format"))).isEqualTo(1);
  }

  @Test
  void aValueIsReplacedByTextWhateverItsTypeWas() {
    var tags = FlatTags.of(List.of(Tag.of("a", "x"), Tag.of("b", 2L), Tag.of("c", new byte[] {1})));
    for (int i = 0; i < tags.size(); i++) {
      tags.replace(i, Key.of("-" + i));
    }
    assertThat(tags.toList())
        .containsExactly(Tag.of("a", "-0"), Tag.of("b", "-1"), Tag.of("c", "-2"));
    assertThat(tags.trimmedCopy().toList()).isEqualTo(tags.toList());
  }

  @Test
  void removingATagKeepsTheOthersInOrder() {
    var tags = FlatTags.of(List.of(Tag.of("a", 1L), Tag.of("b", 2L), Tag.of("c", 3L)));
    tags.remove(1);
    assertThat(tags.toList()).containsExactly(Tag.of("a", 1L), Tag.of("c", 3L));
  }

  @Test
  void tagsAreKeptOrChangedInOnePass() {
    var tags = FlatTags.of(List.of(Tag.of("a", 1L), Tag.of("b", 2L), Tag.of("c", 3L)));
    tags.keep(
        index -> {
          tags.replace(index, Key.of("x"));
          return !tags.key(index).equals(Key.of("b"));
        });
    assertThat(tags.toList()).containsExactly(Tag.of("a", "x"), Tag.of("c", "x"));
  }

  @Test
  void theParentIsTheFirstChildOfReferenceOfTheSameTrace() {
    var other = new TraceId(0, 8);
    var span =
        FlatSpan.of(span(List.of()))
            .toSpan()
            .withReferences(
                List.of(
                    Reference.childOf(other, new SpanId(1)),
                    Reference.followsFrom(TRACE, new SpanId(2)),
                    Reference.childOf(TRACE, new SpanId(3))));
    assertThat(span.parentSpanId()).contains(new SpanId(3));
    assertThat(span(List.of()).parentSpanId()).isEmpty();
  }

  private static Span span(List<Tag> tags) {
    return new Span(
        TRACE,
        new SpanId(3),
        "op",
        List.of(),
        0,
        0,
        0,
        tags,
        List.of(),
        new Process("shop", List.of()),
        List.of());
  }
}
