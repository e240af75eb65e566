package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The chart through helm itself: given by `-Dhelm.binary`, on the PATH, or built by
/// `e2e/cluster/build.sh helm`, which needs Go.
class ChartIT {
  private static final String CHART = "../deploy/helm/jaegerstack";

  private String helm = "";

  @BeforeEach
  void find() throws IOException, InterruptedException {
    helm = given().filter(c -> Files.isExecutable(Path.of(c))).findFirst().orElse("");
    if (helm.isEmpty() && !"off".equals(System.getProperty("e2e")) && isOnPath("go")) {
      helm = built();
    }
    String reason = "no helm: give -Dhelm.binary, or install Go, which builds it";
    if (helm.isEmpty() && "required".equals(System.getProperty("e2e"))) {
      throw new IllegalStateException(reason);
    }
    assumeTrue(!helm.isEmpty(), "skipped, " + reason);
  }

  @Test
  void baseIsWhatHelmRenders() throws Exception {
    var answer = helm("template", "jaegerstack", CHART, "--namespace", "jaegerstack-system");
    String rendered =
        answer
            .text()
            .lines()
            .filter(l -> !l.startsWith("# Source:"))
            .collect(Collectors.joining("\n"));
    String committed =
        Files.readString(Path.of("../deploy/kustomize/base/operator.yaml"))
            .lines()
            .skip(3)
            .collect(Collectors.joining("\n"));
    assertThat(rendered.strip()).as("run deploy/render.sh").isEqualTo(committed.strip());
  }

  @Test
  void watchedNamespacesGetARoleEachAndNoClusterRole() throws Exception {
    var answer = helm("template", "x", CHART, "--set", "watchNamespaces={a,b}");
    assertThat(kinds(answer.text()))
        .containsOnlyOnce("Deployment")
        .doesNotContain("ClusterRole", "ClusterRoleBinding")
        .filteredOn(kind -> kind.equals("Role"))
        .hasSize(3);
    assertThat(answer.text()).contains("{name: WATCH_NAMESPACES, value: \"a,b\"}");
  }

  @Test
  void misspelledValueIsRefused() throws Exception {
    var answer = helm("template", "x", CHART, "--set", "replica=2");
    assertThat(answer.code()).isNotZero();
    assertThat(answer.text()).contains("replica");
  }

  private record Answer(int code, String text) {}

  private Answer helm(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(helm));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }

  private static List<String> kinds(String yaml) {
    return Stream.of(yaml.split("\n---\n"))
        .filter(document -> document.contains("kind:"))
        .map(
            document ->
                String.valueOf(
                    ((Map<?, ?>) Serialization.unmarshal(document, Map.class)).get("kind")))
        .toList();
  }

  private static Stream<String> given() {
    return Stream.concat(
            Stream.of(System.getProperty("helm.binary", "")), onPath().map(f -> f + "/helm"))
        .filter(candidate -> !candidate.isEmpty());
  }

  private static Stream<String> onPath() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"));
  }

  private static boolean isOnPath(String program) {
    return onPath().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /// The helm of the Go modules; built once per machine, which takes minutes.
  private static String built() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("../e2e/cluster/build.sh", "helm")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String folder =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as("e2e/cluster/build.sh helm").isZero();
    return folder + "/bin/helm";
  }
}
