package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.Condition;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.JaegerStackStatus;
import io.jaegerstack.operator.dependents.Plan;
import io.jaegerstack.operator.resolve.TestImages;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.dependent.managed.ManagedWorkflowAndDependentResourceContext;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What of the objects in the informers' caches counts for a stack's status: the informers know
/// objects by the names of stacks, and a name may have been another stack's before.
class JaegerStackReconcilerTest {
  private static final String STACK =
      """
      apiVersion: jaegerstack.io/v1
      kind: JaegerStack
      metadata: {name: tracing, namespace: observability, uid: now, generation: 1, creationTimestamp: "2026-01-31T11:00:00Z"}
      spec: {agent: {placement: %s}}
      """;

  private static final String OLDER =
      """
      apiVersion: jaegerstack.io/v1
      kind: JaegerStack
      metadata: {name: older, namespace: observability, uid: older, creationTimestamp: "2026-01-31T10:00:00Z"}
      spec: {agent: {placement: DaemonSet}}
      """;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: tracing, namespace: observability, uid: d, generation: 1, ownerReferences: [%s]}
      status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1}
      """;

  private static final String DAEMON_SET =
      """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: tracing-agent, namespace: observability, uid: ds, generation: 1, ownerReferences: [%s]}
      status: {observedGeneration: 1, desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1, numberReady: 1}
      """;

  private static final String FAILING_POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: tracing-6d5f-x2
        namespace: observability
        labels: {app.kubernetes.io/component: %s, pod-template-hash: 6d5f}
        ownerReferences: [%s]
      spec: {containers: [{name: c}]}
      status: {containerStatuses: [{name: c, ready: false, state: {waiting: {reason: ErrImagePull}}}]}
      """;

  private static final String AGENT_POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: tracing-agent-x2
        namespace: observability
        labels: {app.kubernetes.io/component: agent}
        ownerReferences: [%s]
      spec: {containers: [{name: agent, args: ["--log-level=info"%s]}]}
      """;

  private static final String OURS = stackWithUid("now");
  private static final String THEIRS = stackWithUid("before");

  @Test
  void deploymentOfThisStackCounts() {
    assertThat(ready("None", deployment(OURS)).status()).isEqualTo("True");
  }

  @Test
  void deploymentOfADeletedStackOfTheSameNameDoesNotCount() {
    assertThat(ready("None", deployment(THEIRS)).status()).isEqualTo("False");
  }

  @Test
  void deploymentOfNobodyDoesNotCount() {
    assertThat(ready("None", deployment("")).status()).isEqualTo("False");
  }

  @Test
  void daemonSetOfAnotherStackDoesNotCount() {
    assertThat(ready("DaemonSet", deployment(OURS), daemonSet(OURS)).status()).isEqualTo("True");
    assertThat(ready("DaemonSet", deployment(OURS), daemonSet(THEIRS)).status()).isEqualTo("False");
  }

  @Test
  void failureOfAPodOfThisStackIsTold() {
    assertThat(
            degraded(
                deployment(OURS), pod("all-in-one", controller("ReplicaSet", "tracing-6d5f", "r"))))
        .isEqualTo("True");
    assertThat(
            degraded(
                deployment(OURS),
                daemonSet(OURS),
                pod("agent", controller("DaemonSet", "tracing-agent", "ds"))))
        .isEqualTo("True");
  }

  @Test
  void failureOfAPodThatOnlyBearsTheLabelsIsNotTold() {
    assertThat(degraded(deployment(OURS), pod("all-in-one", ""))).isEqualTo("False");
    assertThat(
            degraded(deployment(OURS), pod("all-in-one", controller("Job", "tracing-6d5f", "j"))))
        .isEqualTo("False");
    assertThat(
            degraded(
                deployment(OURS), pod("all-in-one", controller("ReplicaSet", "other-6d5f", "r"))))
        .isEqualTo("False");
    assertThat(
            degraded(
                deployment(OURS),
                daemonSet(OURS),
                pod("agent", controller("DaemonSet", "tracing-agent", "old"))))
        .isEqualTo("False");
  }

  @Test
  void failureOfAPodOfADeletedStackIsNotTold() {
    assertThat(
            degraded(
                deployment(THEIRS),
                pod("all-in-one", controller("ReplicaSet", "tracing-6d5f", "r"))))
        .isEqualTo("False");
  }

  @Test
  void olderStackThatTheNeighboursShowHoldsThePorts() {
    assertThat(condition("DaemonSet", "PortConflict", older()).status()).isEqualTo("True");
  }

  /// The controller's cache shows it still: another watch fills that one.
  @Test
  void olderStackThatTheNeighboursNoLongerShowHoldsNoPorts() {
    assertThat(condition("DaemonSet", "PortConflict").status()).isEqualTo("False");
  }

  @Test
  void agentsThatShareNoPortsAreReplacedInPlaceFirst() {
    assertThat(surge(daemonSet(OURS), agent(""), agent(", --agent.succession=true"))).isNull();
    assertThat(surge(daemonSet(OURS), agent(", --agent.succession=false"))).isNull();
  }

  @Test
  void agentsThatShareTheirPortsAreOverlapped() {
    assertThat(surge()).isEqualTo(new IntOrString(1));
    assertThat(surge(daemonSet(OURS), agent(", --agent.succession=true")))
        .isEqualTo(new IntOrString(1));
  }

  @Test
  void agentsOfAnotherStackOfTheNameDoNotKeepFromOverlapping() {
    assertThat(surge(daemonSet(THEIRS), agent(""))).isEqualTo(new IntOrString(1));
  }

  @Test
  void theVolumeOfTheFormerStorageStaysUntilTheNextOneIsReady() {
    var claim =
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: tracing-local, ownerReferences: [%s]}
            """
                .formatted(OURS),
            PersistentVolumeClaim.class);
    var plans = new ArrayList<Plan>();
    status(
        "None}, storage: {type: Elasticsearch, elasticsearch: {urls: ['https://es:9200']}",
        plans::add,
        claim);
    assertThat(plans.getFirst().held()).contains(claim);
  }

  private static Pod agent(String arguments) {
    String owner = controller("DaemonSet", "tracing-agent", "ds");
    return Serialization.unmarshal(AGENT_POD.formatted(owner, arguments), Pod.class);
  }

  /// With `Overlap`: how many pods may be beside those that they replace.
  private static @Nullable IntOrString surge(HasMetadata... seen) {
    var plans = new ArrayList<Plan>();
    status("DaemonSet, update: Overlap", plans::add, seen);
    return plans.getFirst().objects().stream()
        .filter(DaemonSet.class::isInstance)
        .map(DaemonSet.class::cast)
        .findFirst()
        .orElseThrow()
        .getSpec()
        .getUpdateStrategy()
        .getRollingUpdate()
        .getMaxSurge();
  }

  private static JaegerStack older() {
    return Serialization.unmarshal(OLDER, JaegerStack.class);
  }

  private static Condition ready(String placement, HasMetadata... seen) {
    return condition(placement, "Ready", seen);
  }

  private static String degraded(HasMetadata... seen) {
    return condition("DaemonSet", "Degraded", seen).status();
  }

  private static Condition condition(String placement, String type, HasMetadata... seen) {
    return status(placement, plan -> {}, seen).conditions().stream()
        .filter(c -> c.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static JaegerStackStatus status(
      String placement, Consumer<Plan> plans, HasMetadata... seen) {
    var clock = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);
    var stack = Serialization.unmarshal(STACK.formatted(placement), JaegerStack.class);
    var update =
        new JaegerStackReconciler(
                TestImages.IMAGES, clock, new StorageTaskMetrics(new SimpleMeterRegistry()))
            .reconcile(stack, context(plans, seen));
    return update.getResource().orElseThrow().getStatus();
  }

  private static Deployment deployment(String owner) {
    return Serialization.unmarshal(DEPLOYMENT.formatted(owner), Deployment.class);
  }

  private static DaemonSet daemonSet(String owner) {
    return Serialization.unmarshal(DAEMON_SET.formatted(owner), DaemonSet.class);
  }

  private static Pod pod(String component, String owner) {
    return Serialization.unmarshal(FAILING_POD.formatted(component, owner), Pod.class);
  }

  private static String stackWithUid(String uid) {
    return "{apiVersion: jaegerstack.io/v1, kind: JaegerStack, name: tracing, uid: %s}"
        .formatted(uid);
  }

  private static String controller(String kind, String name, String uid) {
    return "{apiVersion: apps/v1, kind: %s, name: %s, uid: %s, controller: true}"
        .formatted(kind, name, uid);
  }

  /// A context whose caches hold `objects`, whose workflow does nothing, and whose cluster takes no
  /// event.
  @SuppressWarnings("unchecked")
  private static Context<JaegerStack> context(Consumer<Plan> plans, HasMetadata... objects) {
    return fake(
        Context.class,
        Map.of(
            "getSecondaryResources",
            arguments -> secondary((Class<?>) arguments[0], objects),
            "getPrimaryCache",
            arguments -> fake(IndexedResourceCache.class, listing(older())),
            "eventSourceRetriever",
            arguments ->
                fake(
                    EventSourceRetriever.class,
                    Map.of(
                        "getEventSourceFor", source -> fake(Neighbours.class, listing(objects)))),
            "managedWorkflowAndDependentResourceContext",
            arguments ->
                fake(
                    ManagedWorkflowAndDependentResourceContext.class,
                    Map.of(
                        "put",
                        plan -> {
                          plans.accept((Plan) plan[1]);
                          return plan[1];
                        },
                        "reconcileManagedWorkflow",
                        none -> null)),
            "getClient",
            arguments ->
                fake(
                    KubernetesClient.class,
                    Map.of(
                        "resource",
                        event -> {
                          throw new KubernetesClientException("no events here");
                        }))));
  }

  /// An informer's cache with the stacks among `objects`.
  @SuppressWarnings("unchecked")
  private static Map<String, Answer> listing(HasMetadata... objects) {
    return Map.of(
        "list",
        wanted ->
            Stream.of(objects)
                .filter(JaegerStack.class::isInstance)
                .map(JaegerStack.class::cast)
                .filter((Predicate<JaegerStack>) wanted[0]));
  }

  private interface Neighbours extends EventSource<JaegerStack, JaegerStack>, Cache<JaegerStack> {}

  private static Set<?> secondary(Class<?> kind, HasMetadata... objects) {
    return Stream.of(objects).filter(kind::isInstance).collect(Collectors.toSet());
  }

  private interface Answer {
    Object to(Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Map<String, Answer> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              var answer = answers.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.toString());
              }
              return answer.to(arguments == null ? List.of().toArray() : arguments);
            }));
  }
}
