package io.jaegerstack.wire;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// Spans of every shape that the wires can carry, the same for the same seed. Times and durations
/// are whole microseconds, as in thrift.
public final class RandomSpans {
  private static final List<String> KEYS =
      List.of("http.status_code", "span.kind", "error", "db.statement", "ключ", "k", "");
  private static final List<String> TEXTS =
      List.of(
          "", "GET", "žluťoučký kůň", "select * from \"t\" where a < 'b'\n", "\uD83D\uDE80", "x");

  private final RandomGenerator random;

  public RandomSpans(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public RandomGenerator random() {
    return random;
  }

  public List<Span> spans(int count, Process process) {
    return Stream.generate(() -> span(process)).limit(count).toList();
  }

  public Span span(Process process) {
    var traceId = new TraceId(random.nextBoolean() ? 0 : random.nextLong(), nonZero());
    return new Span(
        traceId,
        new SpanId(nonZero()),
        text(),
        list(3, () -> reference(traceId)),
        random.nextInt(4),
        random.nextLong(0, 4_000_000_000_000_000L) * 1000,
        random.nextLong(0, 100_000_000) * 1000,
        tags(12),
        list(3, () -> new Log(random.nextLong(0, 4_000_000_000_000_000L) * 1000, tags(4))),
        process,
        List.of());
  }

  public Process process() {
    return new Process("service-" + random.nextInt(5), tags(5));
  }

  private long nonZero() {
    long value = random.nextLong() >>> random.nextInt(64);
    return value == 0 ? 1 : value;
  }

  private Reference reference(TraceId traceId) {
    var id = new SpanId(nonZero());
    return random.nextBoolean()
        ? Reference.childOf(traceId, id)
        : Reference.followsFrom(new TraceId(nonZero(), nonZero()), id);
  }

  public List<Tag> tags(int atMost) {
    return list(atMost, this::tag);
  }

  private Tag tag() {
    String key = random.nextInt(4) == 0 ? "key-" + random.nextInt(1000) : pick(KEYS);
    return switch (random.nextInt(7)) {
      case 0 -> Tag.of(key, random.nextBoolean());
      case 1 -> Tag.of(key, random.nextLong() >> random.nextInt(64));
      case 2 -> Tag.of(key, random.nextDouble() * 1e9);
      case 3 -> Tag.of(key, bytes(random.nextInt(20)));
      default -> Tag.of(key, text());
    };
  }

  private byte[] bytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  public String text() {
    return random.nextInt(10) == 0 ? "long ".repeat(random.nextInt(100)) : pick(TEXTS);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private <T> List<T> list(int atMost, Supplier<T> element) {
    return Stream.generate(element).limit(random.nextInt(atMost + 1)).toList();
  }
}
