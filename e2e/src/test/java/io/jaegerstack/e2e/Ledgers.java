package io.jaegerstack.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What the processes of a stack say of the spans and packets that they got (`/ledger` on their
/// admin ports, through the API server's proxy), at one moment.
record Ledgers(Map<String, JsonNode> pages) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param ports admin ports by component; pods of others are left out
  static Ledgers read(Cluster cluster, List<Pod> pods, Map<String, Integer> ports) {
    var pages = new LinkedHashMap<String, JsonNode>();
    for (Pod pod : pods) {
      String component =
          pod.getMetadata().getLabels().getOrDefault("app.kubernetes.io/component", "none");
      if (ports.containsKey(component)) {
        pages.put(pod.getMetadata().getName(), page(cluster, pod, ports.get(component)));
      }
    }
    return new Ledgers(pages);
  }

  private static JsonNode page(Cluster cluster, Pod pod, int port) {
    String path =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy/ledger"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), port);
    try {
      return JSON.readTree(cluster.kubectl("get", "--raw", path));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no ledger at " + path, e);
    }
  }

  @Override
  public String toString() {
    return pages.entrySet().stream()
        .map(page -> page.getKey() + ": " + page.getValue())
        .collect(Collectors.joining("\n"));
  }
}
