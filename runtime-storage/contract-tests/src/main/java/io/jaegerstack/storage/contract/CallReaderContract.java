package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Span;
import io.jaegerstack.storage.CallBatch;
import io.jaegerstack.storage.CallSpan;
import io.jaegerstack.storage.CallSpan.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Spans as far as calls need them, of storages in which dependencies are computed from outside.
public abstract class CallReaderContract extends StorageContract {
  private static final Instant FROM = TestSpan.START.minus(Duration.ofMinutes(20));
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final String shop = TestSpan.newName("shop");
  private final String stock = TestSpan.newName("stock");

  /// What the window holds of this test's services.
  private List<CallBatch> read(int size) {
    var batches = new ArrayList<CallBatch>();
    underTest().storage().calls().orElseThrow().read(FROM, FROM.plus(WINDOW), size, batches::add);
    return batches;
  }

  private Set<CallSpan> started(int size) {
    return ours(read(size).stream().flatMap(batch -> batch.started().stream()));
  }

  private Set<CallSpan> ours(Stream<CallSpan> spans) {
    var ours = new HashSet<CallSpan>();
    spans.filter(span -> Set.of(shop, stock).contains(span.service())).forEach(ours::add);
    return ours;
  }

  private TestSpan span(String service, Instant start) {
    return TestSpan.of(service, "o").start(start);
  }

  private static CallSpan asCall(Span span, Side side) {
    return new CallSpan(
        span.traceId(),
        span.spanId(),
        span.parentSpanId().orElse(null),
        span.process().serviceName(),
        side,
        span.startNanos() / 1_000);
  }

  @Test
  void givesSpansWithTheirParentsAndSides() {
    Span root = span(shop, FROM.plusSeconds(1)).tag("span.kind", "client").build();
    Span server = span(stock, FROM.plusSeconds(2)).childOf(root).tag("span.kind", "server").build();
    Span inner = span(stock, FROM.plusSeconds(3)).childOf(server).build();
    write(root, server, inner);
    assertThat(started(1_000))
        .containsExactlyInAnyOrder(
            asCall(root, Side.CLIENT), asCall(server, Side.SERVER), asCall(inner, Side.OTHER));
  }

  @Test
  void givesWhatStartsInTheWindowAndNothingElse() {
    Span first = span(shop, FROM).build();
    Span last = span(shop, FROM.plus(WINDOW).minusNanos(1_000)).build();
    write(first, last);
    write(span(shop, FROM.minusNanos(1_000)).build(), span(shop, FROM.plus(WINDOW)).build());
    assertThat(started(1_000))
        .containsExactlyInAnyOrder(asCall(first, Side.OTHER), asCall(last, Side.OTHER));
  }

  @Test
  void givesEverySpanWhateverTheSizeOfABatch() {
    writeEvery(Duration.ofNanos(1_000), 37);
    assertThat(started(7)).hasSize(37);
  }

  @Test
  void givesEverySpanOfTheSameMoment() {
    needs(Gap.SAME_MICROSECOND);
    writeEvery(Duration.ZERO, 37);
    assertThat(started(7)).hasSize(37);
  }

  private void writeEvery(Duration between, int count) {
    var spans = new Span[count];
    for (int i = 0; i < count; i++) {
      spans[i] = span(shop, FROM.plusSeconds(10).plus(between.multipliedBy(i))).build();
    }
    write(spans);
  }

  @Test
  void knowsParentsThatStartedBeforeTheWindow() {
    Span root = span(shop, FROM.minus(Duration.ofHours(3))).build();
    Span child = span(stock, FROM.plusSeconds(4)).childOf(root).build();
    write(root, child);
    var relatives = read(1_000).stream().flatMap(batch -> batch.relatives().stream());
    assertThat(ours(relatives)).anySatisfy(span -> assertThat(span.service()).isEqualTo(shop));
    assertThat(started(1_000)).containsExactly(asCall(child, Side.OTHER));
  }

  @Test
  void knowsTheOtherHalfOfAServerSpan() {
    Span client = span(shop, FROM.plusSeconds(5)).tag("span.kind", "client").build();
    Span server =
        span(stock, FROM.plusSeconds(6))
            .in(client.traceId())
            .id(client.spanId())
            .tag("span.kind", "server")
            .build();
    write(client, server);
    var batch =
        read(1_000).stream()
            .filter(each -> each.started().contains(asCall(server, Side.SERVER)))
            .findFirst()
            .orElseThrow();
    assertThat(ours(Stream.concat(batch.started().stream(), batch.relatives().stream())))
        .anySatisfy(span -> assertThat(span.side()).isEqualTo(Side.CLIENT));
  }
}
