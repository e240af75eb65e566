package io.jaegerstack.query.service;

import static io.jaegerstack.query.Spans.TRACE;
import static io.jaegerstack.query.Spans.child;
import static io.jaegerstack.query.Spans.span;
import static io.jaegerstack.query.Spans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanIdDeduperTest {
  private static final Tag CLIENT = Tag.of("span.kind", "client");
  private static final Tag SERVER = Tag.of("span.kind", "server");

  private final Trace shared = trace(span(1, CLIENT), span(1, SERVER), child(11, 1));

  @Test
  void givesServerSpanItsOwnIdBetweenClientAndChild() {
    List<Span> spans = SpanIdDeduper.fromFirstId().adjust(shared).spans();

    assertThat(spans).extracting(Span::spanId).containsExactly(id(1), id(2), id(11));
    assertThat(spans.get(0).parentSpanId()).isEmpty();
    assertThat(spans.get(1).parentSpanId()).contains(id(1));
    assertThat(spans.get(2).parentSpanId()).contains(id(2));
  }

  @Test
  void keepsParentOfSharedIdAsTheClientsParent() {
    Trace called = trace(span(7), child(8, 7, CLIENT), child(8, 7, SERVER), child(9, 8));

    List<Span> spans = SpanIdDeduper.fromFirstId().adjust(called).spans();

    assertThat(spans.get(1).parentSpanId()).contains(id(7));
    assertThat(spans.get(2).spanId()).isEqualTo(id(1));
    assertThat(spans.get(2).references()).containsExactly(Reference.childOf(TRACE, id(8)));
    assertThat(spans.get(3).parentSpanId()).contains(id(1));
  }

  @Test
  void leavesServerSpanWithoutClientAlone() {
    Trace alone = trace(span(1, SERVER), child(11, 1));

    assertThat(SpanIdDeduper.fromFirstId().adjust(alone)).isSameAs(alone);
  }

  @Test
  void skipsIdsThatTheTraceUses() {
    Trace crowded = trace(span(1, CLIENT), span(1, SERVER), child(2, 1), child(3, 2));

    assertThat(SpanIdDeduper.fromFirstId().adjust(crowded).spans().get(1).spanId())
        .isEqualTo(id(4));
  }

  @Test
  void warnsWhereNoIdIsLeft() {
    Span server = new SpanIdDeduper(SpanIdDeduper.LAST_ID - 1).adjust(shared).spans().get(1);

    assertThat(server.spanId()).isEqualTo(id(1));
    assertThat(server.warnings())
        .containsExactly("cannot assign unique span ID, too many spans in the trace");
  }

  private static SpanId id(long value) {
    return new SpanId(value);
  }
}
