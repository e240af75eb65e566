package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jaegerstack.crds.apiserver.ApiServer;
import io.jaegerstack.crds.apiserver.RunningApiServer;
import io.jaegerstack.crds.v1.JaegerStack;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Objects of a stack from its first to its last day, written by the operator to a real API server.
@ExtendWith(ApiServer.class)
class StackLifecycleIT {
  private static final String ALL_IN_ONE =
      """
      apiVersion: jaegerstack.io/v1
      kind: JaegerStack
      metadata: {name: tracing}
      spec:
        sampling: {default: {type: probabilistic, param: 1}}
        query: {ingress: {host: tracing.example.com}}
      """;

  private static final String DISTRIBUTED =
      """
      apiVersion: jaegerstack.io/v1
      kind: JaegerStack
      metadata: {name: tracing}
      spec:
        strategy: Distributed
        collector: {replicas: 2, resources: {limits: {cpu: 1000m, memory: 1024Mi}}}
        storage:
          type: Elasticsearch
          elasticsearch: {urls: ["http://es:9200"], secretName: es}
      """;

  private OperatorUnderTest operator;

  @BeforeEach
  void start(RunningApiServer server) throws IOException {
    operator = new OperatorUnderTest(server, "lifecycle");
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void applyingAStackMakesItsObjects() {
    operator.apply(ALL_IN_ONE);
    Eventually.holds(
        () ->
            assertThat(operator.objects())
                .containsExactly(
                    "ConfigMap/tracing-sampling",
                    "ConfigMap/tracing-storage",
                    "DaemonSet/tracing-agent",
                    "Deployment/tracing",
                    "Ingress/tracing-query",
                    "PersistentVolumeClaim/tracing-local",
                    "Service/tracing-collector",
                    "Service/tracing-collector-headless",
                    "Service/tracing-query",
                    "ServiceAccount/tracing"));
  }

  @Test
  void secondReconciliationWritesNothing() {
    operator.apply(DISTRIBUTED);
    operator.passSchemaJob();
    awaitCollectors();
    awaitObservedGeneration();
    awaitStillness();
    var before = operator.resourceVersions();
    String stack = operator.stack("tracing").getMetadata().getResourceVersion();

    operator.restart();

    Eventually.holds(() -> assertThat(operator.reconciliations()).isGreaterThanOrEqualTo(1));
    assertThat(operator.resourceVersions()).isEqualTo(before);
    assertThat(operator.stack("tracing").getMetadata().getResourceVersion()).isEqualTo(stack);
  }

  @Test
  void ownedFieldIsRestoredAndForeignFieldKept() {
    operator.apply(ALL_IN_ONE);
    awaitObservedGeneration();
    Eventually.holds(
        () ->
            operator
                .admin
                .services()
                .inNamespace(operator.namespace)
                .withName("tracing-collector")
                .edit(
                    s ->
                        new ServiceBuilder(s)
                            .editMetadata()
                            .addToAnnotations("example.com/owner", "platform")
                            .endMetadata()
                            .editSpec()
                            .addToSelector("app.kubernetes.io/component", "elsewhere")
                            .endSpec()
                            .build()));
    Eventually.holds(
        () -> {
          var service =
              operator
                  .admin
                  .services()
                  .inNamespace(operator.namespace)
                  .withName("tracing-collector")
                  .get();
          assertThat(service.getSpec().getSelector())
              .containsEntry("app.kubernetes.io/component", "all-in-one");
          assertThat(service.getMetadata().getAnnotations())
              .containsEntry("example.com/owner", "platform");
        });
  }

  @Test
  void removedObjectComesBack() {
    operator.apply(ALL_IN_ONE);
    awaitObservedGeneration();
    operator
        .admin
        .configMaps()
        .inNamespace(operator.namespace)
        .withName("tracing-storage")
        .delete();
    Eventually.holds(() -> assertThat(operator.objects()).contains("ConfigMap/tracing-storage"));
  }

  @Test
  void replicasSetByHandAreTakenBack() {
    operator.apply(DISTRIBUTED);
    operator.passSchemaJob();
    awaitCollectors();
    awaitObservedGeneration();
    Eventually.holds(
        () ->
            operator
                .admin
                .apps()
                .deployments()
                .inNamespace(operator.namespace)
                .withName("tracing-collector")
                .edit(d -> new DeploymentBuilder(d).editSpec().withReplicas(7).endSpec().build()));
    Eventually.holds(
        () ->
            assertThat(operator.deployment("tracing-collector").getSpec().getReplicas())
                .isEqualTo(2));
  }

  @Test
  void switchingTheStrategyRemovesWhatIsNoLongerPlanned() {
    operator.apply(ALL_IN_ONE);
    awaitObservedGeneration();
    operator.apply(DISTRIBUTED);
    operator.passSchemaJob();
    awaitCollectors();
    Eventually.holds(
        () ->
            assertThat(operator.objects().stream().filter(name -> !name.startsWith("Job/")))
                .containsExactly(
                    "ConfigMap/tracing-storage",
                    "DaemonSet/tracing-agent",
                    "Deployment/tracing-collector",
                    "Deployment/tracing-query",
                    "PodDisruptionBudget/tracing-collector",
                    "Service/tracing-collector",
                    "Service/tracing-collector-headless",
                    "Service/tracing-query",
                    "ServiceAccount/tracing"));
    operator.apply(ALL_IN_ONE);
    Eventually.holds(
        () ->
            assertThat(operator.objects())
                .contains("Deployment/tracing")
                .doesNotContain(
                    "Deployment/tracing-collector", "PodDisruptionBudget/tracing-collector"));
  }

  @Test
  void deletingTheStackLeavesNothing() {
    operator.apply(DISTRIBUTED);
    operator.passSchemaJob();
    awaitCollectors();
    awaitObservedGeneration();
    assertThat(operator.stack("tracing").getMetadata().getFinalizers()).isEmpty();
    operator
        .admin
        .resources(JaegerStack.class)
        .inNamespace(operator.namespace)
        .withName("tracing")
        .delete();
    Eventually.holds(() -> assertThat(operator.objects()).isEmpty());
  }

  @Test
  void objectOfSomebodyElseIsNotTakenOver() {
    operator
        .admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("tracing-storage")
                .withNamespace(operator.namespace)
                .endMetadata()
                .withData(Map.of("precious", "yes"))
                .build())
        .create();
    operator.apply(ALL_IN_ONE);
    Eventually.holds(
        () -> {
          var degraded = operator.condition("tracing", "Degraded");
          assertThat(degraded.status()).isEqualTo("True");
          assertThat(degraded.reason()).isEqualTo("ReconcileFailed");
          assertThat(degraded.message())
              .contains("config-maps", "tracing-storage", "is not this stack's");
        });
    assertThat(
            operator
                .admin
                .configMaps()
                .inNamespace(operator.namespace)
                .withName("tracing-storage")
                .get()
                .getData())
        .containsExactly(Map.entry("precious", "yes"));
  }

  @Test
  void specIsLeftAsTheUserWroteIt() {
    operator.apply(ALL_IN_ONE);
    awaitObservedGeneration();
    var stack = operator.stack("tracing");
    assertThat(stack.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(stack.getSpec().storage()).isNull();
  }

  private void awaitCollectors() {
    Eventually.holds(() -> assertThat(operator.deployment("tracing-collector")).isNotNull());
  }

  private void awaitObservedGeneration() {
    Eventually.holds(
        () ->
            assertThat(operator.stack("tracing").getStatus().observedGeneration())
                .isEqualTo(operator.stack("tracing").getMetadata().getGeneration()));
  }

  /// Until the cluster's own controllers have said about the objects what they have to say.
  private void awaitStillness() {
    Eventually.holds(
        () -> {
          var collector = operator.deployment("tracing-collector").getStatus();
          assertThat(collector.getUnavailableReplicas()).isEqualTo(2);
          assertThat(collector.getConditions()).hasSize(2);
          assertThat(operator.deployment("tracing-query").getStatus().getConditions()).hasSize(2);
          assertThat(operator.stack("tracing").getStatus().components().get("collector").updated())
              .isEqualTo(2);
          var versions = operator.resourceVersions();
          double reconciliations = operator.reconciliations();
          LockSupport.parkNanos(500_000_000L);
          assertThat(operator.resourceVersions()).isEqualTo(versions);
          assertThat(operator.reconciliations()).isEqualTo(reconciliations);
        });
  }
}
