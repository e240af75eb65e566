package io.jaegerstack.e2e.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.io.PrintStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The spans to send, and the lines that say what was sent; the same for every library. */
final class Order {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECOND =
      TimeUnit.SECONDS.toMicros(TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()) - 2);

  /** What was sent so far, by operation. */
  private final Map<String, ObjectNode> sent = new LinkedHashMap<>();

  /** The spans of order.json with absolute times; `types` are the types of tags that the library has. */
  static List<ObjectNode> spans(Set<String> types) throws IOException {
    Path file = Path.of(System.getProperty("order"));
    List<ObjectNode> spans = new ArrayList<>();
    for (JsonNode read : JSON.readTree(file.toFile()).path("spans")) {
      ObjectNode span = (ObjectNode) read;
      span.put("startMicros", span.get("startMicros").longValue() + SECOND);
      ArrayNode tags = JSON.createArrayNode();
      span.get("tags").forEach(tag -> {
        if (types.contains(tag.get("type").textValue())) {
          tags.add(tag);
        }
      });
      span.set("tags", tags);
      for (JsonNode log : span.get("logs")) {
        ((ObjectNode) log).put("micros", log.get("micros").longValue() + SECOND);
      }
      spans.add(span);
    }
    return spans;
  }

  static String text(JsonNode object, String member) {
    return object.get(member).textValue();
  }

  static long end(JsonNode span) {
    return span.get("startMicros").longValue() + span.get("durationMicros").longValue();
  }

  /** A tag's value as Java has it. */
  static Object value(JsonNode tag) {
    String text = text(tag, "value");
    return switch (text(tag, "type")) {
      case "bool" -> Boolean.valueOf(text);
      case "int64" -> Long.valueOf(text);
      case "float64" -> Double.valueOf(text);
      default -> text;
    };
  }

  static Map<String, Object> values(JsonNode tags) {
    Map<String, Object> values = new LinkedHashMap<>();
    tags.forEach(tag -> values.put(text(tag, "key"), value(tag)));
    return values;
  }

  static void addTag(ObjectNode span, String key, String type, String value) {
    ((ArrayNode) span.get("tags")).addObject().put("key", key).put("type", type).put("value", value);
  }

  void sent(ObjectNode span, String service, String traceId, String spanId) {
    sent.put(
        text(span, "operation"),
        span.put("service", service).put("traceId", traceId).put("spanId", spanId));
  }

  /** Prints one line per trace, and the summary. */
  void print() throws IOException {
    Map<String, ArrayNode> traces = new LinkedHashMap<>();
    for (ObjectNode span : sent.values()) {
      for (JsonNode reference : span.get("references")) {
        ObjectNode to = sent.get(((ObjectNode) reference).remove("to").textValue());
        ((ObjectNode) reference)
            .put("traceId", text(to, "traceId"))
            .put("spanId", text(to, "spanId"));
      }
      traces.computeIfAbsent(text(span, "traceId"), id -> JSON.createArrayNode()).add(span);
    }
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    for (var trace : traces.entrySet()) {
      trace.getValue().forEach(span -> ((ObjectNode) span).remove("traceId"));
      ObjectNode line = JSON.createObjectNode().put("traceId", trace.getKey()).put("call", "order");
      line.set("spans", trace.getValue());
      out.println(JSON.writeValueAsString(line));
    }
    out.println(JSON.writeValueAsString(new HashMap<>(Map.of("traces", traces.size(), "spans", sent.size()))));
  }
}
