package io.jaegerstack.query.http;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// A trace with something for each adjuster, and the answer that Jaeger gives with it
/// (`golden/trace.json`, laid out for people).
final class GoldenTrace {
  static final TraceId ID = new TraceId(0x1234567890abcdefL, 0x42);
  private static final long START = 1_500_000_000_123_456_789L;
  private static final Pattern LAYOUT = Pattern.compile("\n *");

  static Trace trace() {
    var shop = process("shop", Tag.of("ip", 0x01020304L), Tag.of("hostname", "<h>"));
    var server = process("cart", Tag.of("ip", "5.6.7.8"));
    var root =
        span(
            1,
            shop,
            List.of(),
            Tag.of("s", "text"),
            Tag.of("b", true),
            Tag.of("i", 42),
            Tag.of("big", Long.MAX_VALUE),
            Tag.of("f", 0.5),
            Tag.of("x", new byte[] {1, 2, (byte) 0xff}),
            Tag.of("span.kind", "client"));
    var shared = span(1, server, List.of(), Tag.of("span.kind", "server"));
    var child =
        span(
                3,
                server,
                List.of(
                    Reference.followsFrom(new TraceId(0, 7), new SpanId(9)),
                    Reference.childOf(ID, new SpanId(1)),
                    Reference.childOf(new TraceId(0, 0), new SpanId(5))),
                Tag.of("otel.library.name", "otelhttp"))
            .withStartNanos(START - 3_000_000)
            .withLogs(
                List.of(
                    new Log(
                        START - 2_000_000,
                        List.of(
                            Tag.of("level", "warn"),
                            Tag.of("event", "retry"),
                            Tag.of("attempt", 2)))));
    return new Trace(ID, List.of(root, shared, child));
  }

  static String json() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GoldenTrace.class.getResourceAsStream("/golden/trace.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return LAYOUT.matcher(text).replaceAll("");
    }
  }

  private static Span span(long id, Process process, List<Reference> references, Tag... tags) {
    return new Span(
        ID,
        new SpanId(id),
        "GET /cart",
        references,
        1,
        START,
        5_000_999,
        List.of(tags),
        List.of(),
        process,
        List.of());
  }

  private static Process process(String service, Tag... tags) {
    return new Process(service, List.of(tags));
  }

  private GoldenTrace() {}
}
