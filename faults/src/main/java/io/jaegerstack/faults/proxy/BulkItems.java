package io.jaegerstack.faults.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Splits a bulk request into documents that are applied and documents that fail, and puts the
/// answers together again in the order of the request.
final class BulkItems {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Documents of spans; services have an index of their own.
  private static final String SPANS = "jaeger-span";

  /// Ids that have failed, of every request.
  private final Set<String> failed = ConcurrentHashMap.newKeySet();

  /// One request's.
  record Split(HttpMessage applied, List<Integer> failing, int documents) {}

  /// Documents that failed, each counted once.
  int failed() {
    return failed.size();
  }

  Split split(HttpMessage request, HttpFault.FailItems fault) throws IOException {
    String[] lines = new String(request.body(), StandardCharsets.UTF_8).split("\n");
    var applied = new StringBuilder();
    var failing = new ArrayList<Integer>();
    for (int i = 0; i + 1 < lines.length; i += 2) {
      if (fails(JSON.readTree(lines[i]), fault)) {
        failing.add(i / 2);
      } else {
        applied.append(lines[i]).append('\n').append(lines[i + 1]).append('\n');
      }
    }
    byte[] body = applied.toString().getBytes(StandardCharsets.UTF_8);
    return new Split(request.with(body), failing, lines.length / 2);
  }

  private boolean fails(JsonNode action, HttpFault.FailItems fault) {
    JsonNode where = action.elements().next();
    String id = where.path("_id").asText();
    if (!where.path("_index").asText().contains(SPANS)
        || Math.floorMod(id.hashCode(), fault.oneIn()) != 0) {
      return false;
    }
    boolean first = failed.add(id);
    return first || !fault.onlyOnce();
  }

  /// @param answer to what was applied; ignored where nothing was
  static HttpMessage join(Split split, HttpMessage answer, HttpFault.FailItems fault)
      throws IOException {
    JsonNode items =
        answer.body().length == 0
            ? JSON.createArrayNode()
            : JSON.readTree(answer.body()).path("items");
    ArrayNode all = JSON.createArrayNode();
    int next = 0;
    for (int i = 0; i < split.documents(); i++) {
      all.add(split.failing().contains(i) ? item(fault) : items.path(next++));
    }
    ObjectNode body = JSON.createObjectNode();
    body.set("items", all);
    return HttpMessage.answer(200, "application/json", body.toString());
  }

  private static ObjectNode item(HttpFault.FailItems fault) {
    ObjectNode result = JSON.createObjectNode();
    result.put("status", fault.told() ? fault.status() : 201);
    if (fault.told()) {
      result.putObject("error").put("type", fault.type()).put("reason", "a fault on purpose");
    }
    ObjectNode item = JSON.createObjectNode();
    item.set("create", result);
    return item;
  }
}
