package io.jaegerstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// What goes before collectors, beside them and after them on a real Elasticsearch that knows
/// users: a stack that waits and says for what, its schema, a block while it runs, a run of its
/// retention.
@ExtendWith(OnCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StorageE2E {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String USER = "jaeger";
  private static final String PASSWORD = "the-right-one";
  private static final int OLD_DAYS = 10;
  private static final String BLOCK = "{\"index.blocks.read_only_allow_delete\": %s}";

  private final String oldIndex =
      "jaeger-span-" + LocalDate.now(ZoneOffset.UTC).minusDays(OLD_DAYS);
  private RealElasticsearch server;
  private AgedIndex between;
  private Cluster cluster;
  private Stack stack;

  @BeforeAll
  void install(Cluster running) throws IOException {
    if (!running.own()) {
      Availability.skip("a given cluster does not reach the Elasticsearch of this test");
    }
    cluster = running;
    server =
        RealElasticsearch.startWithUsers(
            ScenarioElasticsearch.unpacked(), ScenarioElasticsearch.run("elasticsearch-users"));
    between = AgedIndex.before(server.uri(), oldIndex, Duration.ofDays(OLD_DAYS));
    server.user(USER, PASSWORD, "superuser");
    cluster.namespace("storage");
    secret("another-one");
    stack = Stack.apply(running, "storage");
  }

  @AfterAll
  void stop() {
    if (between != null) {
      between.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  @Order(1)
  void collectorsAreNotMadeWhileNothingAnswersAndTheConditionSaysSo() {
    awaitNotReady("Unreachable", "http://10.89.0.100:1");
    assertThat(collectors()).isEmpty();
  }

  @Test
  @Order(2)
  void norWhileTheServersRefuseThePassword() {
    stack.patch(
        "{\"spec\":{\"storage\":{\"elasticsearch\":{\"urls\":[\"http://%s\"]}}}}"
            .formatted(cluster.expose(between.port())));
    awaitNotReady("Unauthorized", "401");
    assertThat(collectors()).isEmpty();
  }

  @Test
  @Order(3)
  void collectorsStartOnceTheStorageIsReadyForThemAndTracesAreFound() {
    secret(PASSWORD);
    // What users are told to do for whom minutes are too long.
    cluster.kubectl("-n", stack.namespace(), "delete", "job", "--all");
    stack.awaitCondition("StorageReady", "True");
    stack.awaitCondition("Ready", "True");
    assertThat(task("schema").path("result").asText()).isEqualTo("Succeeded");
    request("PUT", oldIndex, ""); // templates are there by now
    assertTracesAreFound("first");
  }

  @Test
  @Order(4)
  void aBlockedIndexIsToldByTheRunningStackAndSoIsItsEnd() {
    request("PUT", "jaeger-span-*/_settings", BLOCK.formatted(true));
    awaitNotReady("ReadOnly", "read_only_allow_delete");
    request("PUT", "jaeger-span-*/_settings", BLOCK.formatted("null"));
    stack.awaitCondition("StorageReady", "True");
    assertTracesAreFound("after-the-block");
  }

  @Test
  @Order(5)
  void retentionRunDeletesTheOldIndexAndIsToldWithItsResult() {
    cluster.kubectl(
        "-n",
        stack.namespace(),
        "create",
        "job",
        "now",
        "--from=cronjob/" + Stack.NAME + "-es-index-cleaner");
    Await.until(
        LIMIT,
        () -> {
          assertThat(task("clean").path("result").asText())
              .as(task("clean").toString())
              .isEqualTo("Succeeded");
          assertThat(task("clean").path("message").asText()).contains("deleted", oldIndex);
        });
    assertThat(request("GET", "_cat/indices/jaeger-span-*?h=index", ""))
        .contains("jaeger-span-")
        .doesNotContain(oldIndex);
    assertThat(stack.describe()).contains("Storage Tasks:", "Clean:", "Succeeded");
    assertThat(operatorMetrics())
        .containsPattern(
            "jaegerstack_storage_task_succeeded\\{[^}]*namespace=\"storage\"[^}]*task=\"clean\"[^}]*} 1\\.0");
  }

  @Test
  @Order(6)
  void deletingTheStackLeavesNoJobs() {
    cluster.kubectl("delete", "-n", stack.namespace(), "secret", "elasticsearch");
    cluster.kubectl("delete", "-n", stack.namespace(), "job", "first", "after-the-block");
    stack.deleteAndAwaitNothingLeft();
  }

  private void awaitNotReady(String reason, String words) {
    Await.until(
        LIMIT,
        () -> {
          JsonNode ready = stack.condition("StorageReady");
          assertThat(ready.path("status").asText()).as(ready.toString()).isEqualTo("False");
          assertThat(ready.path("reason").asText()).as(ready.toString()).isEqualTo(reason);
          assertThat(ready.path("message").asText()).contains(words);
        });
  }

  private void assertTracesAreFound(String client) {
    var app = new SampleApp(cluster, stack.namespace());
    SampleApp.assertStored(stack.queryBehindIngress(), app.runWithoutAgent(client));
  }

  private void secret(String password) {
    cluster
        .client()
        .resource(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: elasticsearch, namespace: storage}
            stringData: {username: %s, password: %s}
            """
                .formatted(USER, password))
        .serverSideApply();
  }

  private String request(String method, String path, String body) {
    try {
      return server.request(method, path, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Iterable<Pod> collectors() {
    return cluster
        .client()
        .pods()
        .inNamespace(stack.namespace())
        .withLabel("app.kubernetes.io/component", "collector")
        .list()
        .getItems();
  }

  /// Of all its replicas, of which one leads.
  private String operatorMetrics() {
    return cluster
        .client()
        .pods()
        .inNamespace("jaegerstack-system")
        .withLabel("app.kubernetes.io/name", "jaegerstack-operator")
        .list()
        .getItems()
        .stream()
        .map(
            pod ->
                cluster.kubectl(
                    "get",
                    "--raw",
                    "/api/v1/namespaces/jaegerstack-system/pods/%s:8080/proxy/metrics"
                        .formatted(pod.getMetadata().getName())))
        .collect(Collectors.joining());
  }

  private JsonNode task(String name) {
    return stack.resource().path("status").path("storageTasks").path(name);
  }
}
