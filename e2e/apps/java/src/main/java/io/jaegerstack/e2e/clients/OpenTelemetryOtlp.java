package io.jaegerstack.e2e.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The OpenTelemetry SDK with its OTLP exporters, set up from OTEL_* variables. */
public final class OpenTelemetryOtlp {
  public static void main(String[] arguments) throws Exception {
    OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk();
    Tracer tracer = sdk.getTracer("order", "1.2.3");
    Order order = new Order();
    Map<String, SpanContext> contexts = new HashMap<>();
    for (ObjectNode span : Order.spans(Set.of("string", "bool", "int64", "float64"))) {
      span.remove("baggage");
      SpanContext context = send(tracer, span, contexts);
      contexts.put(Order.text(span, "operation"), context);
      order.sent(span, System.getenv("OTEL_SERVICE_NAME"), context.getTraceId(), context.getSpanId());
    }
    sdk.close();
    order.print();
  }

  private static SpanContext send(Tracer tracer, JsonNode span, Map<String, SpanContext> contexts) {
    SpanBuilder builder =
        tracer
            .spanBuilder(Order.text(span, "operation"))
            .setNoParent()
            .setSpanKind(SpanKind.valueOf(span.path("kind").asText("internal").toUpperCase(Locale.ROOT)))
            .setStartTimestamp(span.get("startMicros").longValue(), TimeUnit.MICROSECONDS);
    for (JsonNode reference : span.get("references")) {
      SpanContext to = contexts.get(Order.text(reference, "to"));
      if (Order.text(reference, "type").equals("CHILD_OF")) {
        builder.setParent(Context.root().with(Span.wrap(to)));
      } else {
        builder.addLink(to);
      }
    }
    Span started = builder.startSpan();
    started.setAllAttributes(attributes(Order.values(span.get("tags"))));
    for (JsonNode log : span.get("logs")) {
      Map<String, Object> fields = Order.values(log.get("fields"));
      String event = (String) fields.remove("event");
      started.addEvent(event, attributes(fields), log.get("micros").longValue(), TimeUnit.MICROSECONDS);
    }
    if (span.get("error") instanceof JsonNode error) {
      started.setStatus(StatusCode.ERROR, error.textValue());
    }
    started.end(Order.end(span), TimeUnit.MICROSECONDS);
    return started.getSpanContext();
  }

  private static Attributes attributes(Map<String, Object> values) {
    AttributesBuilder attributes = Attributes.builder();
    values.forEach(
        (key, value) -> {
          if (value instanceof Boolean bool) {
            attributes.put(key, bool);
          } else if (value instanceof Long number) {
            attributes.put(key, number);
          } else if (value instanceof Double number) {
            attributes.put(key, number);
          } else {
            attributes.put(key, value.toString());
          }
        });
    return attributes.build();
  }

  private OpenTelemetryOtlp() {}
}
