package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.contract.TestSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Spans and queries of few services, operations and values, so that they meet; some spans are odd
/// on purpose.
final class RandomSpans {
  private static final String[] KINDS = {"server", "client", "internal"};
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int SECONDS = 7_200;

  private final Random random;
  private final List<TraceId> traces = new ArrayList<>();
  private final List<Span> written = new ArrayList<>();

  RandomSpans(Random random) {
    this.random = random;
  }

  /// Spans of a write, now and then with some that were written before.
  List<Span> batch() {
    var spans = new ArrayList<Span>();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      boolean isRepeated = !written.isEmpty() && random.nextInt(20) == 0;
      spans.add(isRepeated ? written.get(random.nextInt(written.size())) : span());
    }
    written.addAll(spans);
    return spans;
  }

  private Span span() {
    TraceId trace = trace();
    var references = new ArrayList<Reference>();
    for (int i = random.nextInt(3); i > 0; i--) {
      references.add(reference(trace));
    }
    return new Span(
        trace,
        new SpanId(1 + random.nextInt(30)),
        text("operation", 6),
        references,
        random.nextInt(4),
        start(),
        duration(),
        tags(8, true),
        logs(),
        new Process(text("service", 4), processTags()),
        List.of());
  }

  private TraceId trace() {
    if (traces.isEmpty() || random.nextInt(4) == 0) {
      traces.add(new TraceId(random.nextInt(3) == 0 ? 0 : random.nextLong(), random.nextLong()));
    }
    int recent = Math.max(0, traces.size() - 20);
    return random.nextInt(10) == 0
        ? traces.get(random.nextInt(traces.size()))
        : traces.get(recent + random.nextInt(traces.size() - recent));
  }

  private Reference reference(TraceId trace) {
    var type = random.nextInt(3) == 0 ? Reference.Type.FOLLOWS_FROM : Reference.Type.CHILD_OF;
    TraceId of = random.nextInt(8) == 0 ? new TraceId(1, random.nextLong()) : trace;
    return new Reference(type, of, new SpanId(1 + random.nextInt(30)));
  }

  /// Mostly in a window of hours, in whole seconds now and then so that some are equal; sometimes
  /// of a clock that is far off.
  private long start() {
    if (random.nextInt(40) == 0) {
      return random.nextLong();
    }
    long seconds = random.nextInt(SECONDS) * 1_000_000_000L;
    return TestSpan.nanos(START) + seconds + random.nextInt(3) * 333_333_333L;
  }

  private long duration() {
    return switch (random.nextInt(12)) {
      case 0 -> 0;
      case 1 -> random.nextLong();
      case 2 -> random.nextInt(100);
      default -> 1_000L * random.nextInt(5_000_000);
    };
  }

  private List<Tag> tags(int most, boolean withKind) {
    var tags = new ArrayList<Tag>();
    if (withKind && random.nextBoolean()) {
      tags.add(Tag.of("span.kind", KINDS[random.nextInt(KINDS.length)]));
    }
    for (int i = random.nextInt(most); i > 0; i--) {
      tags.add(tag());
    }
    return tags;
  }

  private Tag tag() {
    String key = "key-" + random.nextInt(6);
    return switch (random.nextInt(9)) {
      case 0 -> Tag.of(key, random.nextBoolean());
      case 1 -> Tag.of(key, random.nextInt(4) - 2L);
      case 2 -> Tag.of(key, random.nextInt(4) / 2.0);
      case 3 -> Tag.of(key, new byte[] {(byte) random.nextInt(3)});
      case 4 -> Tag.of(key, random.nextLong());
      case 5 -> Tag.of(key, String.format("%016x", random.nextLong()));
      case 6 -> Tag.of(key, new UUID(random.nextLong(), random.nextLong()).toString());
      default -> Tag.of(key, text("value", 5));
    };
  }

  private List<Log> logs() {
    var logs = new ArrayList<Log>();
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      logs.add(new Log(random.nextBoolean() ? random.nextLong() : start(), tags(4, false)));
    }
    return logs;
  }

  /// Few different ones, so that processes are shared.
  private List<Tag> processTags() {
    int number = random.nextInt(4);
    return List.of(Tag.of("host", "host-" + number), Tag.of("key-1", (long) number));
  }

  private String text(String prefix, int different) {
    return prefix + "-" + random.nextInt(different);
  }

  TraceQuery query() {
    Instant from = START.plusSeconds(random.nextInt(SECONDS));
    Instant to = from.plusSeconds(random.nextInt(SECONDS));
    boolean isWide = random.nextBoolean();
    Duration atLeast = random.nextInt(4) == 0 ? Duration.ofMillis(random.nextInt(4_000)) : null;
    Duration atMost = random.nextInt(4) == 0 ? Duration.ofMillis(random.nextInt(6_000)) : null;
    boolean isRange = atLeast != null && atMost != null;
    return new TraceQuery(
        text("service", 5),
        random.nextInt(3) == 0 ? text("operation", 7) : null,
        wantedTags(),
        isWide ? Instant.ofEpochSecond(-9_000_000_000L) : from,
        isWide ? Instant.ofEpochSecond(9_000_000_000L) : to,
        atLeast,
        isRange && atMost.compareTo(atLeast) < 0 ? atLeast : atMost,
        1 + random.nextInt(random.nextBoolean() ? 5 : 200));
  }

  private Map<String, String> wantedTags() {
    var tags = new HashMap<String, String>();
    for (int i = random.nextInt(5) - 1; i > 0; i--) {
      Tag tag = wantedTag();
      tags.put(tag.key(), tag.value().asText());
    }
    return tags;
  }

  private Tag wantedTag() {
    @Nullable Span any = written.isEmpty() ? null : written.get(random.nextInt(written.size()));
    if (any != null && !any.tags().isEmpty() && random.nextBoolean()) {
      return any.tags().get(random.nextInt(any.tags().size()));
    }
    return random.nextInt(4) == 0 ? Tag.of("host", "host-" + random.nextInt(5)) : tag();
  }
}
