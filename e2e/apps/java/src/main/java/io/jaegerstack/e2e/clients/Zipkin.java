package io.jaegerstack.e2e.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import zipkin2.Endpoint;
import zipkin2.Span;

import zipkin2.reporter.AsyncReporter;
import zipkin2.reporter.SpanBytesEncoder;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/**
 * zipkin-reporter over URLConnection. ZIPKIN_ENDPOINT is the address; ZIPKIN_ENCODING is JSON_V2, JSON_V1,
 * PROTO3 or THRIFT, as its encoders are called.
 */
public final class Zipkin {
  private static final String SERVICE = System.getenv("ZIPKIN_SERVICE_NAME");

  public static void main(String[] arguments) throws Exception {
    String endpoint = System.getenv("ZIPKIN_ENDPOINT");
    SpanBytesEncoder encoder = SpanBytesEncoder.valueOf(System.getenv("ZIPKIN_ENCODING"));
    Order order = new Order();
    Map<String, Span> spans = new HashMap<>();
    try (var sender = URLConnectionSender.newBuilder().endpoint(endpoint).encoding(encoder.encoding()).build();
        var reporter = AsyncReporter.builder(sender).build(encoder)) {
      for (ObjectNode span : Order.spans(Set.of("string", "bool", "int64", "float64"))) {
        reduce(span);
        Span made = made(span, spans);
        reporter.report(made);
        spans.put(Order.text(span, "operation"), made);
        order.sent(span, SERVICE, made.traceId(), made.id());
      }
      reporter.flush();
    }
    order.print();
  }

  /** Leaves what Zipkin has: text tags, one parent, annotations without fields. */
  private static void reduce(ObjectNode span) {
    span.remove("baggage");
    span.get("tags").forEach(tag -> ((ObjectNode) tag).put("type", "string"));
    ArrayNode references = (ArrayNode) span.get("references");
    while (references.size() > 1) {
      references.remove(1);
    }
    references.forEach(reference -> ((ObjectNode) reference).put("type", "CHILD_OF"));
    for (JsonNode log : span.get("logs")) {
      ArrayNode fields = (ArrayNode) log.get("fields");
      while (fields.size() > 1) {
        fields.remove(1);
      }
    }
  }

  private static Span made(JsonNode span, Map<String, Span> before) {
    Span.Builder builder =
        Span.newBuilder()
            .id(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE))
            .name(Order.text(span, "operation"))
            .localEndpoint(Endpoint.newBuilder().serviceName(SERVICE).ip("10.0.0.7").port(8080).build())
            .timestamp(span.get("startMicros").longValue())
            .duration(span.get("durationMicros").longValue());
    if (span.path("references").path(0).get("to") instanceof JsonNode to) {
      Span parent = before.get(to.textValue());
      builder.traceId(parent.traceId()).parentId(parent.id());
    } else {
      builder.traceId(ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong());
    }
    if (span.get("kind") instanceof JsonNode kind) {
      builder.kind(Span.Kind.valueOf(kind.textValue().toUpperCase(Locale.ROOT)));
    }
    if (span.get("error") instanceof JsonNode error) {
      builder.putTag("error", error.textValue());
    }
    Order.values(span.get("tags")).forEach((key, value) -> builder.putTag(key, (String) value));
    for (JsonNode log : span.get("logs")) {
      builder.addAnnotation(log.get("micros").longValue(), Order.text(log.path("fields").path(0), "value"));
    }
    return builder.build();
  }

  private Zipkin() {}
}
