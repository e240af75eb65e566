package io.jaegerstack.query.service;

import static io.jaegerstack.query.Spans.TRACE;
import static io.jaegerstack.query.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.TraceId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  private static final TraceId OTHER = new TraceId(0, 7);
  private static final Reference CHILD = Reference.childOf(TRACE, new SpanId(1));
  private static final Reference FOLLOWS = Reference.followsFrom(TRACE, new SpanId(2));
  private static final Reference REMOTE_CHILD = Reference.childOf(OTHER, new SpanId(1));
  private static final Reference REMOTE_FOLLOWS = Reference.followsFrom(OTHER, new SpanId(1));

  @Test
  void removesReferenceToTraceZeroWithWarning() {
    var nowhere = Reference.childOf(new TraceId(0, 0), new SpanId(5));

    Span adjusted = References.withoutInvalid(with(CHILD, nowhere, REMOTE_CHILD));

    assertThat(adjusted.references()).containsExactly(CHILD, REMOTE_CHILD);
    assertThat(adjusted.warnings())
        .containsExactly(
            "Invalid span reference removed {TraceID:0000000000000000"
                + " SpanID:0000000000000005 RefType:CHILD_OF}");
  }

  @Test
  void keepsValidReferencesAsTheyAre() {
    Span valid = with(CHILD, REMOTE_CHILD);

    assertThat(References.withoutInvalid(valid)).isSameAs(valid);
  }

  @Test
  void putsChildOfReferenceIntoTheTraceFirst() {
    assertOrder(List.of(CHILD, FOLLOWS), CHILD, FOLLOWS);
    assertOrder(List.of(CHILD, REMOTE_CHILD), REMOTE_CHILD, CHILD);
    assertOrder(List.of(CHILD, REMOTE_FOLLOWS), REMOTE_FOLLOWS, CHILD);
    assertOrder(List.of(CHILD, FOLLOWS, REMOTE_CHILD), REMOTE_CHILD, FOLLOWS, CHILD);
  }

  @Test
  void putsOtherReferenceIntoTheTraceFirstWhereThereIsNoChildOf() {
    assertOrder(List.of(FOLLOWS, REMOTE_CHILD), REMOTE_CHILD, FOLLOWS);
    assertOrder(List.of(REMOTE_CHILD), REMOTE_CHILD);
    assertOrder(List.of());
  }

  private static void assertOrder(List<Reference> expected, Reference... given) {
    assertThat(References.withParentFirst(with(given)).references()).isEqualTo(expected);
  }

  private static Span with(Reference... references) {
    return span(9).withReferences(List.of(references));
  }
}
