package io.jaegerstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// `./quickstart` as a user runs it: on a cluster of its own, and on others beside it.
@ExtendWith(OnCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickstartE2E {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final String OWN = "quickstart-test";
  private static final String WITH_REGISTRY = "registry";
  private static final String STACK = "jaegerstack-quickstart";
  private static final Pattern TRACE =
      Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/trace/([0-9a-f]+)");

  private final Remains remains = new Remains(OWN);
  private String first = "";

  @BeforeAll
  @AfterAll
  void nothingIsUp() {
    Availability.checkOwnCluster();
    quickstart("down");
    onCluster(WITH_REGISTRY, "down.sh");
  }

  @Test
  @Order(1)
  void endsWithATraceInTheUi() throws Exception {
    first = quickstart();
    assertThat(page(first)).isEqualTo(200);
  }

  @Test
  @Order(2)
  void usesAGivenClusterAndTakesOnlyItsOwnThingsAwayAgain(Cluster cluster) throws Exception {
    String[] given = {
      "--context", cluster.context(), "--kubeconfig", cluster.kubeconfig().toString()
    };
    List<String> way =
        cluster.loader().isEmpty() ? List.of("--loaded") : List.of("--load", cluster.loader());
    String output = quickstart(with(given, way.toArray(String[]::new)));
    assertThat(page(output)).isEqualTo(200);
    assertThat(address(output)).isNotEqualTo(address(first));

    quickstart(with(given, "down"));
    assertGone(address(output));
    assertThat(cluster.client().nodes().list().getItems()).isNotEmpty();
    assertThat(cluster.client().namespaces().withName(STACK).get()).isNull();
    assertThat(cluster.client().namespaces().withName("jaegerstack-system").get())
        .as("the operator that was there before")
        .isNotNull();
    assertThat(page(first)).as("the other cluster's forwarder").isEqualTo(200);
  }

  @Test
  @Order(3)
  void aSecondCallChangesNothingAndIsFast() throws Exception {
    Map<String, String> before = pods(OWN);
    long from = System.nanoTime();
    String second = quickstart();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofMinutes(3));
    assertThat(page(second)).isEqualTo(200);
    assertThat(address(second)).isEqualTo(address(first));
    assertThat(pods(OWN)).isEqualTo(before).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  @Order(4)
  void anImageBuiltAnewReplacesItsPodsAndNoOthers() throws Exception {
    Map<String, String> before = pods(OWN);
    buildAgentAnewAtTheNextCall();
    assertThat(page(quickstart())).isEqualTo(200);

    Map<String, String> after = pods(OWN);
    assertThat(without(after, "tracing-agent")).isEqualTo(without(before, "tracing-agent"));
    assertThat(after).hasSameSizeAs(before).doesNotContainKeys(keys(before, "tracing-agent"));
  }

  @Test
  @Order(5)
  void nodesPullFromARegistryAndAnImageBuiltAnewIsPulledAgain() throws Exception {
    String kubeconfig = onCluster(WITH_REGISTRY, "up.sh").strip();
    String registry = onCluster(WITH_REGISTRY, "registry.sh").strip();
    String[] given = {"--context", "jaegerstack-" + WITH_REGISTRY, "--kubeconfig", kubeconfig};
    assertThat(page(quickstart(with(given, "--registry", registry)))).isEqualTo(200);
    String images = images();
    assertThat(images.lines())
        .hasSizeGreaterThanOrEqualTo(4)
        .allMatch(image -> image.startsWith(registry + "/jaegerstack/"));

    assertThat(page(quickstart(with(given, "--registry", registry)))).isEqualTo(200);
    assertThat(images()).as("after a call that has nothing to do").isEqualTo(images);

    buildAgentAnewAtTheNextCall();
    assertThat(page(quickstart(with(given, "--registry", registry)))).isEqualTo(200);
    Await.until(
        Duration.ofMinutes(1),
        () -> assertThat(images().lines()).doesNotContainAnyElementsOf(images.lines().toList()));

    quickstart(with(given, "down"));
    assertThat(onCluster(WITH_REGISTRY, "k", "get", "namespaces", "-o", "name"))
        .doesNotContain("jaegerstack");
    onCluster(WITH_REGISTRY, "down.sh");
  }

  @Test
  @Order(6)
  void downLeavesNothing() {
    assertThat(remains.processes()).as("to be found while it is up").isNotEmpty();
    assertThat(remains.networkNamespaces()).isNotEmpty();
    assertThat(remains.cgroups()).isNotEmpty();
    assertThat(remains.mounts()).isNotEmpty();
    assertThat(remains.folders()).hasSize(2);

    quickstart("down");
    assertGone(address(first));
    assertThat(remains.processes()).isEmpty();
    assertThat(remains.networkNamespaces()).isEmpty();
    assertThat(remains.cgroups()).isEmpty();
    assertThat(remains.mounts()).isEmpty();
    assertThat(remains.folders()).isEmpty();
  }

  /// A training run never leaves the same bytes twice: the image that it goes into is another one.
  private static void buildAgentAnewAtTheNextCall() throws Exception {
    Files.delete(Program.ROOT.resolve("build/out/work/agent.key"));
  }

  /// Uid by name of the pods that quickstart brings up, but for the client, which runs every time.
  private static Map<String, String> pods(String cluster) {
    var all = new TreeMap<String, String>();
    String path =
        "jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name} {.metadata.uid}{\"\\n\"}{end}";
    for (String line : onCluster(cluster, "k", "get", "pods", "-A", "-o", path).split("\n")) {
      String[] words = line.split(" ");
      if (words[0].startsWith("jaegerstack-") && !words[0].contains("shop-client")) {
        all.put(words[0], words[1]);
      }
    }
    return all;
  }

  private static Map<String, String> without(Map<String, String> pods, String name) {
    var rest = new TreeMap<>(pods);
    rest.keySet().removeIf(key -> key.contains(name));
    return rest;
  }

  private static String[] keys(Map<String, String> pods, String name) {
    return pods.keySet().stream().filter(key -> key.contains(name)).toArray(String[]::new);
  }

  /// Image names of all pods of ours in the cluster with the registry.
  private static String images() {
    String path = "jsonpath={range .items[*]}{.spec.containers[0].image}{\"\\n\"}{end}";
    return onCluster(
        WITH_REGISTRY,
        "k",
        "get",
        "pods",
        "-A",
        "--field-selector",
        "metadata.namespace!=kube-system",
        "-o",
        path);
  }

  private static String onCluster(String cluster, String script, String... arguments) {
    var command = new ArrayList<>(List.of("e2e/cluster/" + script));
    command.addAll(List.of(arguments));
    return Program.run(Map.of("CLUSTER", cluster, "NODES", "1"), LIMIT, command);
  }

  private static String[] with(String[] given, String... more) {
    var all = new ArrayList<>(List.of(given));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String quickstart(String... arguments) {
    var command = new ArrayList<>(List.of("./quickstart"));
    command.addAll(List.of(arguments));
    return Program.run(Map.of("QUICKSTART_CLUSTER", OWN), LIMIT, command);
  }

  private static String address(String output) {
    var found = TRACE.matcher(output);
    assertThat(found.find()).as(output).isTrue();
    return found.group(1);
  }

  private static int page(String output) throws Exception {
    var found = TRACE.matcher(output);
    assertThat(found.find()).as(output).isTrue();
    return get(found.group()).statusCode();
  }

  private static HttpResponse<String> get(String address) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(address)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static void assertGone(String address) {
    assertThatThrownBy(() -> get(address)).isInstanceOf(ConnectException.class);
  }
}
