package io.jaegerstack.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What matters of a span, with its place in the trace: comparable between what a client says it
/// sent and what the API shows.
///
/// @param path service, operation and tags of every span from the root to this one
record ShownSpan(List<String> path, int logs) {
  /// Tags that a backend adds, and the client does not list.
  private static final Set<String> OURS = Set.of("internal.span.format");

  /// From a line of the sample application: parents come first, `parent` is an index.
  static List<ShownSpan> ofClient(JsonNode trace) {
    List<ShownSpan> spans = new ArrayList<>();
    for (JsonNode span : trace.path("spans")) {
      Map<String, String> tags = new TreeMap<>();
      span.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), text(tag.getValue())));
      String self =
          "%s %s %s"
              .formatted(span.path("service").asText(), span.path("operation").asText(), tags);
      int parent = span.path("parent").asInt();
      List<String> above = parent < 0 ? List.of() : spans.get(parent).path();
      spans.add(new ShownSpan(with(above, self), span.path("logs").asInt()));
    }
    return spans;
  }

  /// From the v1 JSON of the query service.
  static List<ShownSpan> ofApi(JsonNode trace) {
    Map<String, JsonNode> byId = new HashMap<>();
    trace.path("spans").forEach(span -> byId.put(span.path("spanID").asText(), span));
    List<ShownSpan> spans = new ArrayList<>();
    for (JsonNode span : trace.path("spans")) {
      spans.add(new ShownSpan(path(span, trace, byId), span.path("logs").size()));
    }
    return spans;
  }

  private static List<String> path(JsonNode span, JsonNode trace, Map<String, JsonNode> byId) {
    Map<String, String> tags = new TreeMap<>();
    for (JsonNode tag : span.path("tags")) {
      if (!OURS.contains(tag.path("key").asText())) {
        tags.put(tag.path("key").asText(), text(tag.path("value")));
      }
    }
    String service =
        trace.path("processes").path(span.path("processID").asText()).path("serviceName").asText();
    String self = "%s %s %s".formatted(service, span.path("operationName").asText(), tags);
    JsonNode parent = span.path("references").path(0);
    if (parent.isMissingNode()) {
      return List.of(self);
    }
    if (!parent.path("refType").asText().equals("CHILD_OF")) {
      throw new AssertionError("reference is " + parent + ", expected CHILD_OF");
    }
    JsonNode above = byId.get(parent.path("spanID").asText());
    return above == null ? List.of("no parent", self) : with(path(above, trace, byId), self);
  }

  /// Numbers without the difference between 1 and 1.0, which JSON does not have.
  private static String text(JsonNode value) {
    return value.isNumber()
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : value.asText();
  }

  private static List<String> with(List<String> above, String self) {
    var all = new ArrayList<>(above);
    all.add(self);
    return List.copyOf(all);
  }
}
