package io.jaegerstack.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.Condition;
import io.jaegerstack.crds.v1.EndpointsStatus;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.JaegerStackStatus;
import io.jaegerstack.operator.resolve.Problem;
import io.jaegerstack.operator.resolve.Resolution.Resolved;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.operator.resolve.StackResolver;
import io.jaegerstack.operator.resolve.TestImages;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StackStatusTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final ResolvedStack WITHOUT_AGENTS = plan("spec: {agent: {placement: None}}");
  private static final ResolvedStack WITH_AGENTS = plan("spec: {}");
  private static final String SERVES =
      "{observedGeneration: 5, replicas: 1, updatedReplicas: 1, availableReplicas: 1}";

  private static final List<StorageReport> FAILING =
      List.of(new StorageReport.Failing("c-1", "refused"));

  @Test
  void isReadyWhenEveryPodOfTheCurrentGenerationServes() {
    var status = status(WITHOUT_AGENTS, deployment(SERVES));
    assertThat(condition(status, "Ready").status()).isEqualTo("True");
    assertThat(condition(status, "Progressing").status()).isEqualTo("False");
    assertThat(status.components().get("collector").summary()).isEqualTo("1/1");
    assertThat(status.observedGeneration()).isEqualTo(7);
  }

  @Test
  void isNotReadyBeforeTheClusterHasTakenUpTheCurrentGeneration() {
    var status =
        status(
            WITHOUT_AGENTS,
            deployment(
                "{observedGeneration: 4, replicas: 1, updatedReplicas: 1, availableReplicas: 1}"));
    assertThat(condition(status, "Ready").message())
        .isEqualTo("all-in-one: not taken up by the cluster yet");
    assertThat(status.components().get("query").ready()).isZero();
  }

  @Test
  void isNotReadyWhileOnlyAnOlderGenerationServes() {
    var status =
        status(
            WITHOUT_AGENTS,
            deployment(
                "{observedGeneration: 5, replicas: 2, updatedReplicas: 1, availableReplicas: 1}"));
    assertThat(condition(status, "Ready").status()).isEqualTo("False");
    assertThat(condition(status, "Ready").message())
        .isEqualTo(
            "all-in-one: 0 of 1 pods serve with the current configuration, 1 of an older one left");
    assertThat(condition(status, "Progressing").status()).isEqualTo("True");
  }

  @Test
  void isNotReadyWithoutItsDeployment() {
    var status =
        status(
            WITHOUT_AGENTS, new Observed(List.of(), List.of(), List.of(), ObservedStorage.NOTHING));
    assertThat(condition(status, "Ready").status()).isEqualTo("False");
  }

  @Test
  void namesThePodAndItsCauseInTheClustersWords() {
    var status =
        status(
            WITHOUT_AGENTS,
            seen(
                "{observedGeneration: 5, replicas: 1, updatedReplicas: 1, unavailableReplicas: 1}",
                pod(
                    "{waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image \"x/y:1\"'}}")));
    var degraded = condition(status, "Degraded");
    assertThat(degraded.status()).isEqualTo("True");
    assertThat(degraded.reason()).isEqualTo("PodsFailing");
    assertThat(degraded.message())
        .isEqualTo("pod tracing-1: ImagePullBackOff: Back-off pulling image \"x/y:1\"");
    assertThat(condition(status, "Ready").message()).contains("ImagePullBackOff");
  }

  @Test
  void tellsHowACrashingContainerEnded() {
    var status =
        status(
            WITHOUT_AGENTS,
            seen(
                "{observedGeneration: 5, replicas: 1, updatedReplicas: 1}",
                pod(
                    "{waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled}}")));
    assertThat(condition(status, "Degraded").message())
        .isEqualTo("pod tracing-1: CrashLoopBackOff; last ended with exit code 137 (OOMKilled)");
  }

  @Test
  void startingPodIsNoFailure() {
    var status =
        status(
            WITHOUT_AGENTS,
            seen(
                "{observedGeneration: 5, replicas: 1, updatedReplicas: 1}",
                pod("{waiting: {reason: ContainerCreating}}")));
    assertThat(condition(status, "Degraded").status()).isEqualTo("False");
  }

  @Test
  void tellsWhyNoPodCanBeMade() {
    var status =
        status(
            WITHOUT_AGENTS,
            deployment(
                "{observedGeneration: 5, conditions: [{type: ReplicaFailure, status: 'True', message: 'exceeded quota: small'}]}"));
    assertThat(condition(status, "Degraded").message())
        .isEqualTo("all-in-one: exceeded quota: small");
  }

  @Test
  void agentsAreReadyWhenEveryNodeHasOneOfTheCurrentGeneration() {
    assertThat(
            condition(
                    status(
                        WITH_AGENTS,
                        agents(
                            "desiredNumberScheduled: 3, currentNumberScheduled: 3, updatedNumberScheduled: 3, numberReady: 3")),
                    "Ready")
                .status())
        .isEqualTo("True");
    assertThat(
            condition(
                    status(
                        WITH_AGENTS,
                        agents(
                            "desiredNumberScheduled: 3, currentNumberScheduled: 3, updatedNumberScheduled: 2, numberReady: 3")),
                    "Ready")
                .message())
        .startsWith("agent: 2 of 3 pods serve with the current configuration, 1 of an older one");
  }

  @Test
  void agentsThatRunNowhereAreNotReady() {
    var status =
        status(WITH_AGENTS, agents("desiredNumberScheduled: 0, currentNumberScheduled: 0"));
    assertThat(condition(status, "Ready").reason()).isEqualTo("AgentRunsNowhere");
  }

  @Test
  void portConflictNamesTheHolderAndTheWaysOut() {
    var status =
        StackStatus.of(
            WITH_AGENTS,
            deployment(SERVES),
            Optional.of(new StackName("old", "other")),
            JaegerStackStatus.UNKNOWN,
            NOW);
    assertThat(condition(status, "PortConflict").status()).isEqualTo("True");
    assertThat(condition(status, "PortConflict").message())
        .contains("stack old in namespace other", "spec.agent.placement");
    assertThat(condition(status, "Ready").reason()).isEqualTo("PortConflict");
    assertThat(status.components().get("agent").summary()).isEqualTo("0/0");
  }

  @Test
  void transitionTimeMovesOnlyWithTheStatus() {
    var first =
        status(
            WITHOUT_AGENTS, new Observed(List.of(), List.of(), List.of(), ObservedStorage.NOTHING));
    var later =
        StackStatus.of(
            WITHOUT_AGENTS,
            deployment("{observedGeneration: 5, replicas: 1, updatedReplicas: 1}"),
            Optional.empty(),
            first,
            NOW.plusSeconds(60));
    assertThat(condition(later, "Ready").message())
        .isNotEqualTo(condition(first, "Ready").message());
    assertThat(condition(later, "Ready").lastTransitionTime()).isEqualTo(NOW.toString());
    var ready =
        StackStatus.of(
            WITHOUT_AGENTS, deployment(SERVES), Optional.empty(), later, NOW.plusSeconds(120));
    assertThat(condition(ready, "Ready").lastTransitionTime())
        .isEqualTo(NOW.plusSeconds(120).toString());
  }

  @Test
  void sameObservationIsTheSameStatus() {
    var first = status(WITHOUT_AGENTS, deployment(SERVES));
    assertThat(
            StackStatus.of(
                WITHOUT_AGENTS, deployment(SERVES), Optional.empty(), first, NOW.plusSeconds(3600)))
        .isEqualTo(first);
  }

  @Test
  void refusedSpecTellsEveryProblemAndKeepsWhatRuns() {
    var before = status(WITHOUT_AGENTS, deployment(SERVES));
    var status =
        StackStatus.refused(
            8,
            List.of(new Problem("spec.a", "is 1"), new Problem("spec.b", "is 2")),
            List.of(),
            before,
            NOW);
    assertThat(condition(status, "Degraded").message()).endsWith("spec.a: is 1; spec.b: is 2");
    assertThat(condition(status, "Ready").status()).isEqualTo("False");
    assertThat(status.components()).isEqualTo(before.components());
  }

  @Test
  void failedReconciliationSaysNothingAboutReadiness() {
    var before = status(WITHOUT_AGENTS, deployment(SERVES));
    var status = StackStatus.failed(8, "services: forbidden", List.of(), before, NOW);
    assertThat(condition(status, "Ready")).isEqualTo(condition(before, "Ready"));
    assertThat(condition(status, "Degraded").reason()).isEqualTo("ReconcileFailed");
  }

  @Test
  void storageThatGoesAwayIsToldWithAnInvalidSpecToo() {
    var status = StackStatus.refused(8, List.of(), FAILING, withStorage("Elasticsearch"), NOW);
    assertThat(condition(status, "StorageReady").status()).isEqualTo("False");
    assertThat(condition(status, "StorageReady").message()).contains("pod c-1: refused");
    var silent = StackStatus.refused(8, List.of(), List.of(), withStorage("Elasticsearch"), NOW);
    assertThat(condition(silent, "StorageReady").status()).isEqualTo("Unknown");
  }

  @Test
  void storageThatGoesAwayIsToldWhileReconciliationsFail() {
    var before = withStorage("Elasticsearch");
    var status = StackStatus.failed(8, "services: forbidden", FAILING, before, NOW);
    assertThat(condition(status, "StorageReady").status()).isEqualTo("False");
    var silent = StackStatus.failed(8, "services: forbidden", List.of(), before, NOW);
    assertThat(condition(silent, "StorageReady").status()).isEqualTo("Unknown");
  }

  @Test
  void memoryStaysReadyWithAnInvalidSpec() {
    var before = withStorage("Memory");
    var status = StackStatus.refused(8, List.of(), List.of(), before, NOW);
    assertThat(condition(status, "StorageReady")).isEqualTo(condition(before, "StorageReady"));
  }

  @Test
  void addressOfTheQueryServiceSaysWhetherItSpeaksTls() {
    assertThat(queryAddress("{}")).hasValue("http://tracing-query.observability.svc:16686");
    assertThat(
            queryAddress(
                "{query: {secrets: [s], options: {query.http.tls.enabled: 'true', query.http.tls.cert: /etc/jaeger/secrets/s/c, query.http.tls.key: /etc/jaeger/secrets/s/k}}}"))
        .hasValue("https://tracing-query.observability.svc:16686");
  }

  private static Optional<String> queryAddress(String spec) {
    return Optional.ofNullable(status(plan("spec: " + spec), deployment(SERVES)).endpoints())
        .map(EndpointsStatus::query);
  }

  /// A stack whose storage is ready.
  private static JaegerStackStatus withStorage(String type) {
    var plan =
        plan(
            type.equals("Memory")
                ? "spec: {agent: {placement: None}, storage: {type: Memory}}"
                : "spec: {agent: {placement: None}, storage: {type: Elasticsearch, elasticsearch: {urls: ['http://es:9200']}}}");
    var seen =
        new Observed(
            List.of(deploymentWith(SERVES)),
            List.of(),
            List.of(),
            new ObservedStorage(
                List.of(new StorageReport.Available("c-1")),
                type.equals("Memory") ? List.of() : List.of(SeenStorage.passed(plan)),
                List.of(),
                List.of()));
    var status = status(plan, seen);
    assertThat(condition(status, "StorageReady").status()).isEqualTo("True");
    return status;
  }

  private static JaegerStackStatus status(ResolvedStack plan, Observed seen) {
    return StackStatus.of(plan, seen, Optional.empty(), JaegerStackStatus.UNKNOWN, NOW);
  }

  private static Condition condition(JaegerStackStatus status, String type) {
    return Conditions.of(status.conditions(), type).orElseThrow();
  }

  private static Observed deployment(String status) {
    return new Observed(
        List.of(deploymentWith(status)), List.of(), List.of(), ObservedStorage.NOTHING);
  }

  private static Observed seen(String deploymentStatus, Pod pod) {
    return new Observed(
        List.of(deploymentWith(deploymentStatus)),
        List.of(),
        List.of(pod),
        ObservedStorage.NOTHING);
  }

  private static Observed agents(String counts) {
    var daemonSet =
        Serialization.unmarshal(
            "---\n{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: tracing-agent, generation: 2}, status: {observedGeneration: 2, %s}}"
                .formatted(counts),
            DaemonSet.class);
    return new Observed(
        List.of(deploymentWith(SERVES)), List.of(daemonSet), List.of(), ObservedStorage.NOTHING);
  }

  private static Deployment deploymentWith(String status) {
    return Serialization.unmarshal(
        "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: tracing, generation: 5}, status: %s}"
            .formatted(status),
        Deployment.class);
  }

  private static Pod pod(String state) {
    return Serialization.unmarshal(
        "---\n{apiVersion: v1, kind: Pod, metadata: {name: tracing-1, labels: {app.kubernetes.io/component: all-in-one}}, status: {containerStatuses: [{name: all-in-one, ready: false, state: %s}]}}"
            .formatted(state),
        Pod.class);
  }

  private static ResolvedStack plan(String spec) {
    var stack =
        Serialization.unmarshal(
            "apiVersion: jaegerstack.io/v1\nkind: JaegerStack\nmetadata: {name: tracing, namespace: observability, generation: 7}\n"
                + spec,
            JaegerStack.class);
    return ((Resolved) StackResolver.resolve(stack, TestImages.IMAGES)).stack();
  }
}
