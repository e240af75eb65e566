package io.jaegerstack.benchmarks;

import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Spans as services send them: ten tags each, some values of their own, some common, one process
/// of four tags per request.
public final class Load {
  /// Spans that one invocation of a benchmark handles; its figures are divided by it.
  public static final int SPANS = 1000;

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");
  private static final long NOON = 1_780_000_000_000_000_000L;

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20261122);

  /// [#SPANS] spans in requests of `perRequest`.
  public List<List<Span>> requests(int perRequest) {
    var requests = new ArrayList<List<Span>>();
    for (int i = 0; i < SPANS / perRequest; i++) {
      Process process = process();
      var spans = new ArrayList<Span>();
      for (int j = 0; j < perRequest; j++) {
        spans.add(span(process));
      }
      requests.add(spans);
    }
    return requests;
  }

  private Process process() {
    return new Process(
        "service-" + random.nextInt(20),
        List.of(
            Tag.of("hostname", "node-" + random.nextInt(40)),
            Tag.of("ip", "10.0.0." + random.nextInt(256)),
            Tag.of("jaeger.version", "Go-2.30.0"),
            Tag.of("client-uuid", Long.toHexString(random.nextLong()))));
  }

  private Span span(Process process) {
    var traceId = new TraceId(random.nextLong(), random.nextLong() | 1);
    return new Span(
        traceId,
        new SpanId(random.nextLong() | 1),
        "/shop/cart/" + random.nextInt(200),
        List.of(Reference.childOf(traceId, new SpanId(random.nextLong() | 1))),
        1,
        NOON + random.nextLong(86_400_000_000L) * 1000,
        random.nextLong(1_000_000) * 1000,
        tags(),
        List.of(),
        process,
        List.of());
  }

  private List<Tag> tags() {
    return List.of(
        Tag.of("span.kind", random.nextBoolean() ? "server" : "client"),
        Tag.of("component", "gRPC"),
        Tag.of("http.method", METHODS.get(random.nextInt(4))),
        Tag.of("http.status_code", 200L + random.nextInt(5) * 100L),
        Tag.of("http.url", "http://shop.example.com/cart/" + random.nextInt(1_000_000)),
        Tag.of("request.id", Long.toHexString(random.nextLong())),
        Tag.of("user.id", "user-" + random.nextInt(10_000_000)),
        Tag.of("cached", random.nextBoolean()),
        Tag.of("ratio", random.nextInt(1000) / 1000.0),
        Tag.of("zone", "zone-" + random.nextInt(3)));
  }
}
