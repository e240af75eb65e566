package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The kustomize base is what `deploy/render.sh` made of the chart as it is now, and grants what is
/// listed here.
class KustomizeBaseTest {
  private static final Path CHART = Path.of("../deploy/helm/jaegerstack");
  private static final Path BASE = Path.of("../deploy/kustomize/base");
  private static final String AGAIN = "run deploy/render.sh";

  @Test
  void baseIsRenderedFromTheChartAsItIs() throws Exception {
    assertThat(noted("chart")).as(AGAIN).isEqualTo(sha256(chartDigests()));
  }

  @Test
  void baseIsNotEditedByHand() throws Exception {
    String text = Files.readString(BASE.resolve("operator.yaml"));
    String below = text.lines().skip(3).collect(Collectors.joining("\n")) + "\n";
    assertThat(noted("below")).as(AGAIN).isEqualTo(sha256(below));
  }

  @Test
  void baseHasTheChartsCrd() throws IOException {
    String crd = "jaegerstacks.jaegerstack.io.yaml";
    assertThat(Files.readString(BASE.resolve(crd)))
        .as(AGAIN)
        .isEqualTo(Files.readString(CHART.resolve("crds").resolve(crd)));
  }

  @Test
  void clusterRoleGrantsWhatDependentsUseAndNoMore() throws IOException {
    var granted = new TreeMap<String, String>();
    for (PolicyRule rule : clusterRole().getRules()) {
      for (String resource : rule.getResources()) {
        granted.put(resource, String.join(" ", rule.getVerbs()));
      }
    }
    String applied = "create delete list patch watch";
    assertThat(granted)
        .containsOnly(
            Map.entry("configmaps", applied),
            Map.entry("cronjobs", applied),
            Map.entry("daemonsets", applied),
            Map.entry("deployments", applied),
            Map.entry("events", "create list watch"),
            Map.entry("ingresses", applied),
            Map.entry("jaegerstacks", "list watch"),
            Map.entry("jaegerstacks/status", "patch"),
            Map.entry("jobs", applied),
            Map.entry("persistentvolumeclaims", applied),
            Map.entry("poddisruptionbudgets", applied),
            Map.entry("pods", "list watch"),
            Map.entry("serviceaccounts", applied),
            Map.entry("services", applied));
  }

  private static ClusterRole clusterRole() throws IOException {
    String text = Files.readString(BASE.resolve("operator.yaml"));
    return Stream.of(text.split("\n---\n"))
        .filter(document -> document.contains("kind: ClusterRole\n"))
        .map(document -> Serialization.unmarshal(document, ClusterRole.class))
        .findFirst()
        .orElseThrow();
  }

  private static String noted(String what) throws IOException {
    String head = "# " + what + " sha256: ";
    return Files.readAllLines(BASE.resolve("operator.yaml")).stream()
        .filter(line -> line.startsWith(head))
        .map(line -> line.substring(head.length()))
        .findFirst()
        .orElseThrow();
  }

  /// As `sha256sum Chart.yaml values.yaml templates/*` prints them.
  private static String chartDigests() throws Exception {
    var lines = new StringBuilder();
    for (String name : List.of("Chart.yaml", "values.yaml")) {
      lines.append(line(name));
    }
    try (var templates = Files.list(CHART.resolve("templates"))) {
      for (String name : templates.map(t -> "templates/" + t.getFileName()).sorted().toList()) {
        lines.append(line(name));
      }
    }
    return lines.toString();
  }

  private static String line(String name) throws Exception {
    return sha256(Files.readString(CHART.resolve(name))) + "  " + name + "\n";
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
