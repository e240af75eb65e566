package io.jaegerstack.e2e.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jaegertracing.Configuration;
import io.opentracing.Span;
import io.opentracing.SpanContext;
import io.opentracing.Tracer;
import io.opentracing.tag.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** jaeger-client, set up from JAEGER_* variables. */
public final class Jaeger {
  public static void main(String[] arguments) throws Exception {
    Configuration configuration = Configuration.fromEnv();
    Tracer tracer = configuration.getTracer();
    Order order = new Order();
    Map<String, SpanContext> contexts = new HashMap<>();
    for (ObjectNode span : Order.spans(Set.of("string", "bool", "int64", "float64"))) {
      if (span.remove("kind") instanceof JsonNode kind) {
        Order.addTag(span, Tags.SPAN_KIND.getKey(), "string", kind.textValue());
      }
      if (span.remove("error") != null) {
        Order.addTag(span, Tags.ERROR.getKey(), "bool", "true");
      }
      SpanContext context = send(tracer, span, contexts);
      contexts.put(Order.text(span, "operation"), context);
      order.sent(span, configuration.getServiceName(), context.toTraceId(), context.toSpanId());
    }
    tracer.close();
    order.print();
  }

  private static SpanContext send(Tracer tracer, JsonNode span, Map<String, SpanContext> contexts) {
    Tracer.SpanBuilder builder =
        tracer
            .buildSpan(Order.text(span, "operation"))
            .withStartTimestamp(span.get("startMicros").longValue());
    for (JsonNode reference : span.get("references")) {
      String type = Order.text(reference, "type").toLowerCase(java.util.Locale.ROOT);
      builder.addReference(type, contexts.get(Order.text(reference, "to")));
    }
    Span started = builder.start();
    Order.values(span.get("tags")).forEach((key, value) -> setTag(started, key, value));
    for (JsonNode log : span.get("logs")) {
      started.log(log.get("micros").longValue(), Order.values(log.get("fields")));
    }
    if (span.get("baggage") instanceof JsonNode baggage) {
      started.setBaggageItem(Order.text(baggage, "key"), Order.text(baggage, "value"));
    }
    started.finish(Order.end(span));
    return started.context();
  }

  private static void setTag(Span span, String key, Object value) {
    if (value instanceof Boolean bool) {
      span.setTag(key, bool);
    } else if (value instanceof Number number) {
      span.setTag(key, number);
    } else {
      span.setTag(key, value.toString());
    }
  }

  private Jaeger() {}
}
