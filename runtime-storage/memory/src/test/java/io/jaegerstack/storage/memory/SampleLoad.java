package io.jaegerstack.storage.memory;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.contract.TestSpan;
import java.time.Duration;
import java.util.Random;

/// Traces of ten spans with ten tags over five services, as the measurements of the design used.
final class SampleLoad {
  static final int SPANS_PER_TRACE = 10;
  private static final int SERVICES = 5;
  private static final long SEED = 42;

  /// Trace number `number`: the same one each time.
  static SpanBatch trace(int number) {
    var random = new Random(SEED + number);
    var trace = new TraceId(random.nextLong(), random.nextLong());
    var batch = new SpanBatch(new byte[0]);
    for (int i = 0; i < SPANS_PER_TRACE; i++) {
      batch.add(FlatSpan.of(span(trace, number, i, random)));
    }
    return batch;
  }

  static String service(int number) {
    return "service-" + number % SERVICES;
  }

  private static Span span(TraceId trace, int number, int index, Random random) {
    var span =
        TestSpan.of(service(index), "operation-" + random.nextInt(20))
            .in(trace)
            .id(new SpanId(random.nextLong()))
            .reference(Reference.childOf(trace, new SpanId(random.nextLong())))
            .start(TestSpan.START.plusMillis(number))
            .duration(Duration.ofNanos(random.nextLong(1, 1_000_000_000)))
            .tag("http.method", "GET")
            .tag("http.url", "http://shop.example.com/api/cart/" + random.nextInt(1_000_000))
            .tag(Tag.of("http.status_code", random.nextInt(100) == 0 ? 500L : 200L))
            .tag("span.kind", index % 2 == 0 ? "server" : "client")
            .tag("component", "net/http")
            .tag("peer.ipv4", "10.0.0." + random.nextInt(255))
            .tag(Tag.of("peer.port", (long) random.nextInt(65_536)))
            .tag("request.id", Long.toHexString(random.nextLong()))
            .tag(Tag.of("sampler.param", true))
            .tag("sampler.type", "const");
    return span.processTag(Tag.of("hostname", "node-" + index % SERVICES))
        .processTag(Tag.of("ip", "10.1.2." + index % SERVICES))
        .build();
  }

  private SampleLoad() {}
}
