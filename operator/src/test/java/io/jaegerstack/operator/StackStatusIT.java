package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.jaegerstack.crds.apiserver.ApiServer;
import io.jaegerstack.crds.apiserver.RunningApiServer;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.settings.Component;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a stack's status says while its pods come and fail. Deployments, ReplicaSets and DaemonSets
/// are looked after by the cluster's own controllers; only the kubelet is played.
@ExtendWith(ApiServer.class)
class StackStatusIT {
  private static final String SERVING =
      "{phase: Running, podIP: 127.0.0.1, podIPs: [{ip: 127.0.0.1}], conditions: [{type: Ready, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'}],"
          + " containerStatuses: [{name: all-in-one, image: i, imageID: '', restartCount: 0, ready: true, state: {running: {}}}]}";

  private static final String IMAGE_MISSING =
      "{phase: Pending, containerStatuses: [{name: all-in-one, image: i, imageID: '', restartCount: 0, ready: false,"
          + " state: {waiting: {reason: ErrImageNeverPull, message: 'Container image \"nowhere/x:1\" is not present with pull policy of Never'}}}]}";

  private OperatorUnderTest operator;

  @BeforeEach
  void start(RunningApiServer server) throws IOException {
    operator = new OperatorUnderTest(server, "status");
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void readyFollowsThePodsThroughABrokenImageAndBack() {
    operator.apply(stack("working/all-in-one:1"));
    Eventually.holds(() -> assertReady("False"));
    serve("working/all-in-one:1");
    Eventually.holds(() -> assertReady("True"));

    operator.apply(stack("nowhere/x:1"));
    Eventually.holds(() -> assertReady("False"));
    Eventually.holds(() -> setStatusOfPodWith("nowhere/x:1", IMAGE_MISSING));
    Eventually.holds(
        () -> {
          assertReady("False");
          var degraded = operator.condition("tracing", "Degraded");
          assertThat(degraded.status()).isEqualTo("True");
          assertThat(degraded.message())
              .contains("ErrImageNeverPull", "nowhere/x:1", "pod tracing-");
          assertThat(operator.condition("tracing", "Ready").message())
              .contains("ErrImageNeverPull");
        });

    operator.apply(stack("working/all-in-one:1"));
    serve("working/all-in-one:1");
    Eventually.holds(
        () -> {
          assertReady("True");
          assertThat(operator.condition("tracing", "Degraded").status()).isEqualTo("False");
        });
  }

  @Test
  void storageReadyIsWhatTheCollectorsSay() throws IOException {
    try (var collector = new HealthServer()) {
      operator.apply(withElasticsearch(collector.port()));
      operator.passSchemaJob();
      Eventually.holds(() -> assertStorageReady("Unknown", "no collector runs"));
      serve("working/all-in-one:1");
      Eventually.holds(
          () -> assertStorageReady("True", "http://es.nowhere:9200 answers 1 of 1 collectors"));

      collector.says = HealthServer.failing("GET / failed: connection refused");
      Eventually.holds(
          () -> assertStorageReady("False", "http://es.nowhere:9200", "connection refused"));
      assertReady("True");

      collector.says = HealthServer.AVAILABLE;
      Eventually.holds(() -> assertStorageReady("True", "answers 1 of 1 collectors"));
    }
    Eventually.holds(() -> assertStorageReady("Unknown", "does not answer"));
    assertThat(reasonsOfEvents("Warning")).contains("StorageUnavailable");
  }

  @Test
  void storageInMemoryIsReadyAndTellsWhatARestartCosts() {
    operator.apply(stack("working/all-in-one:1") + "  storage: {type: Memory}\n");
    Eventually.holds(() -> assertStorageReady("True", "lost when it restarts"));
  }

  @Test
  void changesOfConditionsAreEvents() {
    operator.apply(stack("working/all-in-one:1"));
    serve("working/all-in-one:1");
    Eventually.holds(
        () ->
            assertThat(reasonsOfEvents("Normal"))
                .contains("ComponentsNotReady", "AllComponentsReady"));
  }

  @Test
  void unknownFlagIsToldWithItsNearestNameAndNothingIsTouched() {
    operator.apply(stack("working/all-in-one:1"));
    Eventually.holds(() -> assertReady("False"));
    var before = operator.resourceVersions();
    operator.apply(
        """
        apiVersion: jaegerstack.io/v1
        kind: JaegerStack
        metadata: {name: tracing}
        spec:
          agent: {placement: None}
          allInOne: {image: other/image:2, options: {collector.queue-sise: "10"}}
        """);
    Eventually.holds(
        () -> {
          var degraded = operator.condition("tracing", "Degraded");
          assertThat(degraded.reason()).isEqualTo("InvalidSpec");
          assertThat(degraded.message())
              .contains("spec.allInOne.options", "did you mean --collector.queue-size?");
          assertThat(degraded.observedGeneration()).isEqualTo(2);
        });
    assertThat(operator.resourceVersions().keySet()).isEqualTo(before.keySet());
    assertThat(
            operator
                .deployment("tracing")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage())
        .isEqualTo("working/all-in-one:1");
  }

  @Test
  void youngerStackOnTheSamePortsIsNotPlacedUntilTheOlderIsGone() {
    operator.apply(agents("older"));
    Eventually.holds(() -> assertThat(operator.objects()).contains("DaemonSet/older-agent"));
    awaitNextSecond("older");
    operator.apply(agents("younger"));
    Eventually.holds(
        () -> {
          var conflict = operator.condition("younger", "PortConflict");
          assertThat(conflict.status()).isEqualTo("True");
          assertThat(conflict.message()).contains("stack older in namespace " + operator.namespace);
        });
    assertThat(operator.objects()).doesNotContain("DaemonSet/younger-agent");
    assertThat(operator.condition("older", "PortConflict").status()).isEqualTo("False");

    operator
        .admin
        .resources(JaegerStack.class)
        .inNamespace(operator.namespace)
        .withName("older")
        .delete();
    Eventually.holds(
        () -> {
          assertThat(operator.condition("younger", "PortConflict").status()).isEqualTo("False");
          assertThat(operator.objects()).contains("DaemonSet/younger-agent");
        });
  }

  @Test
  void agentsAreReadyOnceEveryNodeHasOne() {
    var node =
        operator
            .admin
            .resource(
                new NodeBuilder()
                    .withNewMetadata()
                    .withGenerateName("node-")
                    .addToLabels("status-it", operator.namespace)
                    .endMetadata()
                    .build())
            .create();
    try {
      operator.apply(
          """
          apiVersion: jaegerstack.io/v1
          kind: JaegerStack
          metadata: {name: tracing}
          spec:
            agent: {nodeSelector: {status-it: %s}, tolerations: [{operator: Exists}]}
            allInOne: {image: "working/all-in-one:1"}
          """
              .formatted(operator.namespace));
      serve("working/all-in-one:1");
      Eventually.holds(
          () ->
              assertThat(operator.stack("tracing").getStatus().components().get("agent").summary())
                  .isEqualTo("0/1"));
      assertReady("False");
      Eventually.holds(() -> assertThat(operator.pods(Component.AGENT)).hasSize(1));
      var pod = operator.pods(Component.AGENT).getFirst();
      operator
          .admin
          .resource(
              new BindingBuilder()
                  .withNewMetadata()
                  .withName(pod.getMetadata().getName())
                  .withNamespace(operator.namespace)
                  .endMetadata()
                  .withNewTarget()
                  .withKind("Node")
                  .withName(node.getMetadata().getName())
                  .endTarget()
                  .build())
          .create();
      operator.setPodStatus(pod, SERVING.replace("all-in-one", "agent"));
      Eventually.holds(() -> assertReady("True"));
    } finally {
      operator.admin.resource(node).delete();
    }
  }

  private static String stack(String image) {
    return """
    apiVersion: jaegerstack.io/v1
    kind: JaegerStack
    metadata: {name: tracing}
    spec:
      agent: {placement: None}
      allInOne: {image: "%s"}
    """
        .formatted(image);
  }

  private static String withElasticsearch(int adminPort) {
    return """
    apiVersion: jaegerstack.io/v1
    kind: JaegerStack
    metadata: {name: tracing}
    spec:
      agent: {placement: None}
      allInOne: {image: "working/all-in-one:1"}
      storage: {type: Elasticsearch, elasticsearch: {urls: ["http://es.nowhere:9200"]}}
      monitoring: {prometheus: {scrapePort: %d}}
    """
        .formatted(adminPort);
  }

  private static String agents(String name) {
    return """
    apiVersion: jaegerstack.io/v1
    kind: JaegerStack
    metadata: {name: %s}
    spec: {}
    """
        .formatted(name);
  }

  private void serve(String image) {
    Eventually.holds(() -> setStatusOfPodWith(image, SERVING));
  }

  private void setStatusOfPodWith(String image, String status) {
    var pods =
        operator.pods(Component.ALL_IN_ONE).stream()
            .filter(
                p ->
                    p.getSpec().getContainers().getFirst().getImage().equals(image)
                        && p.getMetadata().getDeletionTimestamp() == null)
            .toList();
    assertThat(pods).as("pods with image %s", image).hasSize(1);
    operator.setPodStatus(pods.getFirst(), status);
  }

  private List<String> reasonsOfEvents(String type) {
    return operator.admin.v1().events().inNamespace(operator.namespace).list().getItems().stream()
        .filter(e -> e.getInvolvedObject().getKind().equals("JaegerStack"))
        .filter(e -> e.getType().equals(type))
        .map(e -> e.getReason())
        .toList();
  }

  private void assertStorageReady(String status, String... words) {
    var condition = operator.condition("tracing", "StorageReady");
    assertThat(condition.status()).as(condition.message()).isEqualTo(status);
    assertThat(condition.message()).contains(words);
  }

  private void assertReady(String status) {
    var ready = operator.condition("tracing", "Ready");
    assertThat(ready.status()).as(ready.message()).isEqualTo(status);
    assertThat(ready.observedGeneration())
        .isEqualTo(operator.stack("tracing").getMetadata().getGeneration());
  }

  /// Creation is told in whole seconds.
  private void awaitNextSecond(String name) {
    var created = Instant.parse(operator.stack(name).getMetadata().getCreationTimestamp());
    Eventually.holds(() -> assertThat(Instant.now()).isAfter(created.plusMillis(1_050)));
  }
}
