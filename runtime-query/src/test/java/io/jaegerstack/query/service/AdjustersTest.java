package io.jaegerstack.query.service;

import static io.jaegerstack.query.Spans.TRACE;
import static io.jaegerstack.query.Spans.child;
import static io.jaegerstack.query.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// All adjusters together, on traces that nobody should send.
class AdjustersTest {
  private static final int MANY = 50_000;

  @Test
  void workInJaegersOrder() {
    assertThat(Adjusters.standard(Duration.ZERO).subList(0, 4))
        .hasExactlyElementsOfTypes(
            SpanIdDeduper.class,
            ClockSkewAdjuster.class,
            IpTagAdjuster.class,
            LibraryTagAdjuster.class);
    // Among the last three, the order shows: a reference to nowhere never becomes the parent.
    Span span =
        span(3)
            .withReferences(
                List.of(
                    Reference.childOf(new TraceId(0, 0), new SpanId(1)),
                    Reference.followsFrom(TRACE, new SpanId(2))));
    assertThat(adjust(new Trace(TRACE, List.of(span))).spans().getFirst().references())
        .containsExactly(Reference.followsFrom(TRACE, new SpanId(2)));
  }

  @Test
  @Timeout(60)
  void takeChainsOfClientsAndServersHoweverDeep() {
    var spans = new ArrayList<Span>();
    for (long i = 1; i <= MANY / 2; i++) {
      spans.add(onHost(child(i, i - 1, Tag.of("span.kind", "client")), "a"));
      spans.add(onHost(child(i, i - 1, Tag.of("span.kind", "server")), "b"));
    }
    Collections.reverse(spans);

    Trace adjusted = adjust(new Trace(TRACE, spans));

    assertThat(adjusted.spans().stream().map(Span::spanId).distinct()).hasSize(MANY);
  }

  @Test
  @Timeout(60)
  void takeOneCycleThroughAllSpans() {
    var spans = new ArrayList<Span>();
    for (long i = 1; i <= MANY; i++) {
      spans.add(child(i, i == 1 ? MANY : i - 1));
    }

    assertThat(adjust(new Trace(TRACE, spans)).spans()).hasSize(MANY);
  }

  @Test
  @Timeout(60)
  void takeManySpansWithOneIdAndOneParentWithManyChildren() {
    var spans = new ArrayList<Span>();
    for (long i = 1; i <= MANY; i++) {
      spans.add(i % 2 == 0 ? span(7) : child(i + 7, 7));
    }

    assertThat(adjust(new Trace(TRACE, spans)).spans()).hasSize(MANY);
  }

  @Test
  void keepEverySpanOfRandomTraces() {
    long seed = Long.getLong("seed", 42);
    var random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      var spans = new ArrayList<Span>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        spans.add(random(random));
      }
      Trace adjusted = adjust(new Trace(TRACE, spans));
      assertThat(adjusted.spans())
          .as("-Dseed=%d round %d", seed, round)
          .extracting(Span::operationName, Span::durationNanos)
          .containsExactlyElementsOf(
              spans.stream().map(s -> tuple(s.operationName(), s.durationNanos())).toList());
    }
  }

  private static Span random(Random random) {
    var references = new ArrayList<Reference>();
    for (int i = random.nextInt(3); i > 0; i--) {
      references.add(
          new Reference(
              Reference.Type.values()[random.nextInt(2)],
              random.nextInt(4) == 0 ? new TraceId(0, random.nextInt(2)) : TRACE,
              new SpanId(random.nextInt(6))));
    }
    return new Span(
        TRACE,
        new SpanId(random.nextInt(6)),
        "operation-" + random.nextInt(100),
        references,
        random.nextInt(),
        random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(1_000),
        random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(1_000),
        List.of(
            Tag.of("span.kind", random.nextBoolean() ? "client" : "server"),
            Tag.of("peer.ipv4", random.nextLong()),
            Tag.of("otel.library.name", "l")),
        List.of(new Log(random.nextLong(), List.of(Tag.of("b", 1), Tag.of("event", "e")))),
        new Process("s", List.of(Tag.of("ip", random.nextDouble()), Tag.of("ip", "h"))),
        List.of());
  }

  private static Span onHost(Span span, String host) {
    return span.withProcess(new Process(host, List.of(Tag.of("ip", host))));
  }

  private static Trace adjust(Trace trace) {
    return Adjusters.adjust(Adjusters.standard(Duration.ofSeconds(1)), trace);
  }
}
