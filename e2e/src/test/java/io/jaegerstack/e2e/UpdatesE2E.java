package io.jaegerstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pods are replaced while an application reports: each span that it has sent is stored afterwards,
/// exactly.
@ExtendWith(OnCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpdatesE2E {
  /// Below it a run shows nothing: traces that the client must have made meanwhile.
  private static final int FEWEST_TRACES = 200;

  private Cluster cluster;
  private ScenarioElasticsearch elasticsearch;
  private Stack stack;
  private SampleApp app;
  private QueryApi query;
  private String client;

  @BeforeAll
  void install(Cluster running) {
    cluster = running;
    elasticsearch = ScenarioElasticsearch.start(cluster);
    stack = Stack.install(cluster, "updates", Map.of("ELASTICSEARCH", elasticsearch.address()));
    app = new SampleApp(cluster, stack.namespace());
    app.startServer();
    query = stack.queryBehindIngress();
  }

  @BeforeEach
  void startTraffic(TestInfo test) {
    String claim = test.getTestMethod().orElseThrow().getName();
    client = "client-" + Integer.toHexString(claim.hashCode());
    app.start(
        client, Map.of(), "client", "-unary", "1000000", "-stream", "1000000", "-brief", "-every",
        "2ms");
    Await.until(
        Duration.ofMinutes(1),
        () -> assertThat(app.pod(client).getStatus().getPhase()).isEqualTo("Running"));
  }

  @Test
  void aRollingUpdateOfCollectorsLosesNothing() {
    Set<String> before = pods("collector");
    stack.patch("{\"spec\": {\"collector\": {\"options\": {\"log-level\": \"warn\"}}}}");
    awaitReplaced("collector", before);

    assertAllStored();
  }

  @Test
  void anOverlappingUpdateOfAgentsLosesNothing() {
    Set<String> before = pods("agent");
    stack.patch("{\"spec\": {\"agent\": {\"options\": {\"log-level\": \"warn\"}}}}");
    awaitReplaced("agent", before);

    assertAllStored();
  }

  @Test
  void theDrainOfANodeLosesNothing() {
    String node = running("collector").getFirst().getSpec().getNodeName();
    try {
      cluster.kubectl(
          "drain",
          node,
          "--ignore-daemonsets",
          "--delete-emptydir-data",
          "--timeout=180s",
          "--pod-selector=app.kubernetes.io/part-of=jaegerstack");
      awaitReady();
    } finally {
      cluster.kubectl("uncordon", node);
    }

    assertAllStored();
  }

  private Set<String> pods(String component) {
    return running(component).stream()
        .map(pod -> pod.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private List<Pod> running(String component) {
    return cluster
        .client()
        .pods()
        .inNamespace(stack.namespace())
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems();
  }

  /// Until there are as many pods as before, all of them others.
  private void awaitReplaced(String component, Set<String> before) {
    Await.until(
        Duration.ofMinutes(4),
        () ->
            assertThat(pods(component)).hasSameSizeAs(before).doesNotContainAnyElementsOf(before));
    awaitReady();
  }

  private void awaitReady() {
    stack.awaitCondition("Progressing", "False");
    stack.awaitCondition("Ready", "True");
  }

  private void assertAllStored() {
    Map<String, Integer> sent = app.stop(client);
    assertThat(sent).as("traces made meanwhile").hasSizeGreaterThan(FEWEST_TRACES);
    int spans = sent.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println(client + ": " + sent.size() + " traces, " + spans + " spans");
    try {
      SampleApp.assertCounts(query, sent);
    } catch (AssertionError lost) {
      throw new AssertionError(lost.getMessage() + "\nledgers:\n" + ledgers(), lost);
    }
  }

  private Ledgers ledgers() {
    List<Pod> all = cluster.client().pods().inNamespace(stack.namespace()).list().getItems();
    return Ledgers.read(cluster, all, Map.of("agent", 14_271, "collector", 14_269));
  }

  @AfterEach
  void removeClient() {
    cluster.kubectl("-n", stack.namespace(), "delete", "job", client, "--ignore-not-found");
  }

  @AfterAll
  void remove() {
    cluster.kubectl(
        "-n", stack.namespace(), "delete", "deployment,service", "-l", "app=shop-server");
    stack.deleteAndAwaitNothingLeft();
    elasticsearch.close();
  }
}
