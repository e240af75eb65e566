package io.jaegerstack.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.apiserver.RunningApiServer;
import io.jaegerstack.crds.v1.Condition;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.manifests.storage.TaskManifests;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.OperatorSettings;
import io.jaegerstack.settings.SettingValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// An operator in this process with the rights of the shipped ClusterRole and no more, on a real
/// API server, looking after one namespace of its own.
final class OperatorUnderTest implements AutoCloseable {
  private static final Path BASE = Path.of("../deploy/kustomize/base");
  private static final String HOME = "jaegerstack-system";

  /// Of every object that a stack may have.
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ServiceAccount.class,
          ConfigMap.class,
          Service.class,
          Deployment.class,
          DaemonSet.class,
          PodDisruptionBudget.class,
          Ingress.class,
          PersistentVolumeClaim.class,
          Job.class,
          CronJob.class);

  final KubernetesClient admin;
  final String namespace;
  private final RunningApiServer server;
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private StackOperator operator;

  OperatorUnderTest(RunningApiServer server, String name) throws IOException {
    this.server = server;
    this.admin = server.admin();
    this.namespace = server.newNamespace(name);
    grantShippedRights();
    this.operator = started();
  }

  /// A new process: nothing is remembered, every stack is looked at anew.
  void restart() {
    operator.stop();
    registry = new SimpleMeterRegistry();
    operator = started();
  }

  boolean isReady() {
    return operator.isReady();
  }

  JaegerStack apply(String yaml) {
    var stack = Serialization.unmarshal(yaml, JaegerStack.class);
    return admin.resource(stack).inNamespace(namespace).forceConflicts().serverSideApply();
  }

  JaegerStack stack(String name) {
    return admin.resources(JaegerStack.class).inNamespace(namespace).withName(name).get();
  }

  Condition condition(String name, String type) {
    return stack(name).getStatus().conditions().stream()
        .filter(c -> c.type().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no condition " + type));
  }

  /// Names by kind of everything that this operator made here.
  List<String> objects() {
    return owned().map(o -> o.getKind() + "/" + o.getMetadata().getName()).sorted().toList();
  }

  Map<String, String> resourceVersions() {
    var versions = new TreeMap<String, String>();
    owned()
        .forEach(
            o ->
                versions.put(
                    o.getKind() + "/" + o.getMetadata().getName(),
                    o.getMetadata().getResourceVersion()));
    return versions;
  }

  /// Reconciliations that ended well since the start.
  double reconciliations() {
    return registry.getMeters().stream()
        .filter(m -> m.getId().getName().endsWith("reconciliations.success"))
        .mapToDouble(m -> ((Counter) m).count())
        .sum();
  }

  Deployment deployment(String name) {
    return admin.apps().deployments().inNamespace(namespace).withName(name).get();
  }

  List<Pod> pods(Component component) {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel(StackLabels.COMPONENT, component.word())
        .list()
        .getItems();
  }

  /// Plays the kubelet: the pod's status becomes this, and the cluster's own controllers draw their
  /// conclusions.
  void setPodStatus(Pod pod, String status) {
    admin
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .editStatus(
            p -> {
              p.setStatus(Serialization.unmarshal("---\n" + status, PodStatus.class));
              return p;
            });
  }

  /// Plays the pods of the schema Job that is wanted now: they end well, and the cluster completes
  /// the Job.
  void passSchemaJob() {
    Eventually.holds(
        () -> {
          schemaPods()
              .forEach(
                  pod ->
                      setPodStatus(
                          pod,
                          "{phase: Succeeded, containerStatuses: [{name: storage, image: i, imageID: '', restartCount: 0, ready: false, state: {terminated: {exitCode: 0, message: '{\"message\":\"templates are there\"}'}}}]}"));
          var jobs =
              admin
                  .batch()
                  .v1()
                  .jobs()
                  .inNamespace(namespace)
                  .withLabel(TaskManifests.TASK, TaskManifests.SCHEMA)
                  .list()
                  .getItems();
          if (jobs.size() != 1
              || !Integer.valueOf(1).equals(jobs.getFirst().getStatus().getSucceeded())) {
            throw new AssertionError("schema Jobs are " + jobs);
          }
        });
  }

  List<Pod> schemaPods() {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel(TaskManifests.TASK, TaskManifests.SCHEMA)
        .list()
        .getItems();
  }

  private Stream<HasMetadata> owned() {
    return KINDS.stream()
        .flatMap(
            kind ->
                admin
                    .resources(kind)
                    .inNamespace(namespace)
                    .withLabelSelector(StackLabels.OURS)
                    .list()
                    .getItems()
                    .stream());
  }

  private StackOperator started() {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.OPERATOR))
            .with(OperatorSettings.WATCH_NAMESPACES, List.of(namespace))
            .with(OperatorSettings.IMAGE_VERSION, "1.2.3")
            .with(OperatorSettings.LEADER_ELECTION, false);
    var started =
        new StackOperator(
            server.as(HOME, "jaegerstack-operator"), settings, registry, Clock.systemUTC());
    started.start();
    return started;
  }

  private void grantShippedRights() throws IOException {
    Namespace home = new NamespaceBuilder().withNewMetadata().withName(HOME).endMetadata().build();
    admin.resource(home).serverSideApply();
    try (var yaml = Files.newInputStream(BASE.resolve("operator.yaml"))) {
      admin.load(yaml).items().stream()
          .filter(o -> !o.getKind().equals("Deployment"))
          .forEach(o -> admin.resource(o).forceConflicts().serverSideApply());
    }
  }

  @Override
  public void close() {
    operator.stop();
    admin.resources(JaegerStack.class).inNamespace(namespace).delete();
    admin.namespaces().withName(namespace).delete();
  }
}
