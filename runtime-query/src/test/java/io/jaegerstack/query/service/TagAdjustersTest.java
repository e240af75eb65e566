package io.jaegerstack.query.service;

import static io.jaegerstack.query.Spans.span;
import static io.jaegerstack.query.Spans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagAdjustersTest {
  private static final long PACKED = 0x01020304;
  private static final Tag NAME = Tag.of("otel.library.name", "otelhttp");
  private static final Tag VERSION = Tag.of("otel.library.version", "0.45.0");

  @Test
  void writesPackedAddressesOfSpansAsText() {
    Span adjusted =
        adjusted(
            new IpTagAdjuster(),
            span(
                1,
                Tag.of("a", 42),
                Tag.of("ip", "not a number"),
                Tag.of("ip", PACKED),
                Tag.of("ip", (double) PACKED),
                Tag.of("peer.ipv4", PACKED),
                Tag.of("peer.ipv4", 0xffffffffL)));

    assertThat(adjusted.tags())
        .containsExactly(
            Tag.of("a", 42),
            Tag.of("ip", "not a number"),
            Tag.of("ip", "1.2.3.4"),
            Tag.of("ip", "1.2.3.4"),
            Tag.of("peer.ipv4", "1.2.3.4"),
            Tag.of("peer.ipv4", "255.255.255.255"));
  }

  @Test
  void writesAndSortsAddressesOfProcesses() {
    var tags = List.of(Tag.of("ip", "not a number"), Tag.of("ip", PACKED), Tag.of("a", 42));

    Process process =
        adjusted(new IpTagAdjuster(), span(1).withProcess(new Process("shop", tags))).process();

    assertThat(process.tags())
        .containsExactly(Tag.of("a", 42), Tag.of("ip", "1.2.3.4"), Tag.of("ip", "not a number"));
  }

  @Test
  void spansGoOnSharingTheProcessThatTheyShared() {
    var process = new Process("shop", List.of(Tag.of("b", 1), Tag.of("a", 1)));
    var shared = trace(span(1, NAME).withProcess(process), span(2, NAME).withProcess(process));

    for (Adjuster adjuster : List.of(new IpTagAdjuster(), new LibraryTagAdjuster())) {
      List<Span> spans = adjuster.adjust(shared).spans();
      assertThat(spans.get(0).process()).isNotEqualTo(process).isSameAs(spans.get(1).process());
    }
  }

  @Test
  void movesLibraryTagsToTheProcess() {
    Span adjusted =
        adjusted(new LibraryTagAdjuster(), span(1, Tag.of("x", 1), VERSION, NAME, Tag.of("a", 2)));

    assertThat(adjusted.tags()).containsExactly(Tag.of("x", 1), Tag.of("a", 2));
    assertThat(adjusted.process().tags()).containsExactly(NAME, VERSION);
  }

  @Test
  void leavesSpanWithoutLibraryTagsAlone() {
    Span plain = span(1, Tag.of("x", 1));

    assertThat(adjusted(new LibraryTagAdjuster(), plain)).isSameAs(plain);
  }

  @Test
  void putsTextualEventFirstAndSortsTheRest() {
    assertThat(
            sortedFields(
                Tag.of("x", 1), Tag.of("a", 2), Tag.of("event", "e"), Tag.of("event", "f")))
        .containsExactly(
            Tag.of("event", "e"), Tag.of("a", 2), Tag.of("event", "f"), Tag.of("x", 1));
  }

  @Test
  void sortsNumericEventLikeAnyOtherField() {
    assertThat(sortedFields(Tag.of("event", 42), Tag.of("a", 41)))
        .containsExactly(Tag.of("a", 41), Tag.of("event", 42));
  }

  @Test
  void ordersTagsByKeyThenTypeThenValue() {
    assertThat(
            sortedFields(
                Tag.of("k", new byte[] {(byte) 0x80}),
                Tag.of("k", new byte[] {1}),
                Tag.of("k", 1.5),
                Tag.of("k", 7),
                Tag.of("k", -7),
                Tag.of("k", true),
                Tag.of("k", false),
                Tag.of("k", "b"),
                Tag.of("k", "a")))
        .containsExactly(
            Tag.of("k", "a"),
            Tag.of("k", "b"),
            Tag.of("k", false),
            Tag.of("k", true),
            Tag.of("k", -7),
            Tag.of("k", 7),
            Tag.of("k", 1.5),
            Tag.of("k", new byte[] {1}),
            Tag.of("k", new byte[] {(byte) 0x80}));
  }

  private static List<Tag> sortedFields(Tag... fields) {
    Span span = span(1).withLogs(List.of(new Log(0, List.of(fields))));
    return LogFieldSorter.sortLogFields(span).logs().getFirst().fields();
  }

  private static Span adjusted(Adjuster adjuster, Span span) {
    return adjuster.adjust(trace(span)).spans().getFirst();
  }
}
