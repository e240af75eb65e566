package io.jaegerstack.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The expected hashes are what `model.HashCode` of jaeger-idl 0.5 gives for the same spans.
class SpanHashTest {
  private static final TraceId TRACE = new TraceId(1, 2);

  @Test
  void isJaegersForASpanWithEverything() {
    var span =
        new Span(
            TRACE,
            new SpanId(3),
            "op",
            List.of(Reference.followsFrom(TRACE, new SpanId(9))),
            1,
            1_700_000_000_123_456_789L,
            5_000_000L,
            List.of(
                Tag.of("k", "v"),
                Tag.of("b", true),
                Tag.of("b0", false),
                Tag.of("i", -5L),
                Tag.of("f", 0.5),
                Tag.of("x", new byte[] {1, 2})),
            List.of(new Log(1_700_000_001_000_000_000L, List.of(Tag.of("e", "x")))),
            new Process("svc", List.of(Tag.of("host", "h"))),
            List.of());
    assertThat(hash(span)).isEqualTo(Long.parseUnsignedLong("5319448659208481987"));
  }

  private static long hash(Span span) {
    return new SpanHash().of(FlatSpan.of(span));
  }
}
