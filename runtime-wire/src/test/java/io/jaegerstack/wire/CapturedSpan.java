package io.jaegerstack.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A span in the form of the expectations under `testdata/clients`: tags and logs in an order of
/// their own, values as text, `*` for what nobody can know beforehand.
final class CapturedSpan {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANY = "*";
  private static final int NANOS_PER_MICRO = 1000;

  /// @param any keys of process tags whose values nobody knows beforehand
  static String json(Span span, Set<String> any) {
    ObjectNode json = JSON.createObjectNode();
    json.put("traceId", span.traceId().toString());
    json.put("spanId", span.spanId().toString());
    json.put("service", span.process().serviceName());
    json.put("operation", span.operationName());
    json.put("flags", span.flags());
    json.put("startMicros", span.startNanos() / NANOS_PER_MICRO);
    json.put("durationMicros", span.durationNanos() / NANOS_PER_MICRO);
    ArrayNode references = json.putArray("references");
    span.references()
        .forEach(
            to ->
                references
                    .addObject()
                    .put("type", to.type().name())
                    .put("traceId", to.traceId().toString())
                    .put("spanId", to.spanId().toString()));
    json.set("tags", tags(span.tags(), Set.of()));
    json.set("logs", sorted(span.logs().stream().map(CapturedSpan::log)));
    json.set("process", tags(span.process().tags(), any));
    span.warnings().forEach(json.putArray("warnings")::add);
    return json.toString();
  }

  private static JsonNode log(Log log) {
    boolean now = log.fields().contains(Tag.of("event", "baggage"));
    ObjectNode json = JSON.createObjectNode();
    json.put("micros", now ? ANY : Long.toString(log.timeNanos() / NANOS_PER_MICRO));
    json.set("fields", tags(log.fields(), Set.of()));
    return json;
  }

  private static ArrayNode tags(List<Tag> tags, Set<String> any) {
    return sorted(tags.stream().map(tag -> tag(tag, any)));
  }

  private static JsonNode tag(Tag tag, Set<String> any) {
    return JSON.createObjectNode()
        .put("key", tag.key())
        .put("type", tag.value().type().label())
        .put("value", any.contains(tag.key()) ? ANY : text(tag.value()));
  }

  private static String text(Tag.Value value) {
    return switch (value) {
      case Tag.Text(var text) -> text;
      case Tag.Bool(var flag) -> Boolean.toString(flag);
      case Tag.Int64(var number) -> Long.toString(number);
      case Tag.Float64(var number) -> Double.toString(number);
      case Tag.Binary(var bytes) -> Base64.getEncoder().encodeToString(bytes);
    };
  }

  private static ArrayNode sorted(Stream<JsonNode> nodes) {
    ArrayNode sorted = JSON.createArrayNode();
    nodes.sorted(Comparator.comparing(JsonNode::toString)).forEach(sorted::add);
    return sorted;
  }

  private CapturedSpan() {}
}
