package io.jaegerstack.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Compares a trace of the query API with what the application says it sent: every span, its
/// parent, service, tags and number of logs. A span is written as one line; the lines of both sides
/// must be the same, as multisets.
final class TraceComparison {
  /// What a backend adds of itself.
  private static final Set<String> ADDED =
      Set.of(
          "internal.span.format",
          "otel.scope.name",
          "otel.scope.version",
          "otel.library.name",
          "span.kind",
          "w3c.tracestate");

  private TraceComparison() {}

  /// Lines that only one side has: `missing …` and `unexpected …`; none where the traces agree.
  static List<String> differences(ExpectedTrace expected, JsonNode trace) {
    var missing = new ArrayList<>(expectedLines(expected));
    var unexpected = new ArrayList<String>();
    for (String line : actualLines(trace, optionalTags(expected))) {
      if (!missing.remove(line)) {
        unexpected.add("unexpected " + line);
      }
    }
    var all =
        missing.stream()
            .map(line -> "missing " + line)
            .collect(Collectors.toCollection(ArrayList::new));
    all.addAll(unexpected);
    return all;
  }

  /// Added tags that the application does not send itself, and that are left out of the comparison.
  private static Set<String> optionalTags(ExpectedTrace expected) {
    Set<String> sent =
        expected.spans().stream()
            .flatMap(span -> span.tags().keySet().stream())
            .collect(Collectors.toSet());
    return ADDED.stream().filter(key -> !sent.contains(key)).collect(Collectors.toSet());
  }

  private static List<String> expectedLines(ExpectedTrace expected) {
    var lines = new ArrayList<String>();
    for (var span : expected.spans()) {
      var tags = new TreeMap<String, String>();
      span.tags().forEach((key, value) -> tags.put(key, text(value)));
      var parent = span.parent() < 0 ? null : expected.spans().get(span.parent());
      lines.add(
          line(
              span.service(),
              span.operation(),
              parent == null ? "root" : parent.service() + "/" + parent.operation(),
              tags.toString(),
              span.logs()));
    }
    return lines;
  }

  private static List<String> actualLines(JsonNode trace, Set<String> optional) {
    Map<String, JsonNode> byId = new HashMap<>();
    trace.path("spans").forEach(span -> byId.put(span.path("spanID").asText(), span));
    return StreamSupport.stream(trace.path("spans").spliterator(), false)
        .map(span -> actualLine(trace, span, byId, optional))
        .toList();
  }

  private static String actualLine(
      JsonNode trace, JsonNode span, Map<String, JsonNode> byId, Set<String> optional) {
    var tags = new TreeMap<String, String>();
    for (JsonNode tag : span.path("tags")) {
      if (!optional.contains(tag.path("key").asText())) {
        tags.put(tag.path("key").asText(), text(tag.path("value")));
      }
    }
    return line(
        service(trace, span),
        span.path("operationName").asText(),
        parent(trace, span, byId),
        tags.toString(),
        span.path("logs").size());
  }

  private static String parent(JsonNode trace, JsonNode span, Map<String, JsonNode> byId) {
    JsonNode references = span.path("references");
    if (references.isEmpty()) {
      return "root";
    }
    if (references.size() > 1 || !references.get(0).path("refType").asText().equals("CHILD_OF")) {
      return "references " + references;
    }
    JsonNode parent = byId.get(references.get(0).path("spanID").asText());
    return parent == null
        ? "absent parent"
        : service(trace, parent) + "/" + parent.path("operationName").asText();
  }

  private static String service(JsonNode trace, JsonNode span) {
    return trace
        .path("processes")
        .path(span.path("processID").asText())
        .path("serviceName")
        .asText();
  }

  private static String line(
      String service, String operation, String parent, String tags, int logs) {
    return "%s/%s below %s with %s and %d logs".formatted(service, operation, parent, tags, logs);
  }

  /// Numbers as numbers: 1, 1.0 and "1" of JSON differ, 1 and 1.0 do not.
  private static String text(Object value) {
    return switch (value) {
      case JsonNode node when node.isNumber() -> number(node.doubleValue());
      case JsonNode node when node.isTextual() -> '"' + node.asText() + '"';
      case JsonNode node -> node.toString();
      case Number number -> number(number.doubleValue());
      case String string -> '"' + string + '"';
      default -> value.toString();
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
