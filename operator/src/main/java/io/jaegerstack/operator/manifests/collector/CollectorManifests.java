package io.jaegerstack.operator.manifests.collector;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jaegerstack.operator.manifests.pod.Arguments;
import io.jaegerstack.operator.manifests.pod.ComponentPod;
import io.jaegerstack.operator.manifests.pod.ConfigFile;
import io.jaegerstack.operator.manifests.pod.DisruptionBudgets;
import io.jaegerstack.operator.manifests.pod.PodNetwork;
import io.jaegerstack.operator.manifests.pod.PodPorts;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.manifests.pod.StatelessDeployments;
import io.jaegerstack.operator.manifests.storage.StorageManifests;
import io.jaegerstack.operator.resolve.ResolvedPods;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Component;
import java.util.List;
import java.util.Optional;

/// Objects of the collectors. With strategy AllInOne the Services are the same and choose the one
/// backend pod instead.
public final class CollectorManifests {
  /// As jaeger-operator mounts it.
  private static final String SAMPLING_DIRECTORY = "/etc/jaeger/sampling";

  private static final String SAMPLING_KEY = "sampling";

  /// The kubelet brings an edited ConfigMap into the pod within a minute or so; a look at a file
  /// costs nothing.
  private static final String RELOAD_INTERVAL = "10s";

  public static Deployment deployment(ResolvedStack stack, ResolvedPods pods) {
    return StatelessDeployments.of(
        stack.name(), Component.COLLECTOR, stack.name().collector(), pods, pod(stack, pods));
  }

  /// One address for clients.
  public static Service service(StackName stack, Component chosen, ResolvedPods pods) {
    return new ServiceBuilder()
        .withMetadata(StackLabels.metadata(stack, Component.COLLECTOR, stack.collector()))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(StackLabels.selector(stack, chosen))
        .withPorts(PodPorts.collectorInService(pods))
        .endSpec()
        .build();
  }

  /// Every collector's own address, for agents that spread themselves.
  public static Service headlessService(StackName stack, Component chosen, ResolvedPods pods) {
    return new ServiceBuilder(service(stack, chosen, pods))
        .editMetadata()
        .withName(stack.collectorHeadless())
        .endMetadata()
        .editSpec()
        .withClusterIP("None")
        .endSpec()
        .build();
  }

  public static Optional<PodDisruptionBudget> disruptionBudget(StackName stack, ResolvedPods pods) {
    return DisruptionBudgets.of(stack, Component.COLLECTOR, stack.collector(), pods);
  }

  public static Optional<ConfigMap> sampling(ResolvedStack stack) {
    return stack
        .samplingFile()
        .map(
            text ->
                new ConfigMapBuilder()
                    .withMetadata(
                        StackLabels.metadata(
                            stack.name(), Component.COLLECTOR, stack.name().sampling()))
                    .addToData(SAMPLING_KEY, text)
                    .build());
  }

  /// The sampling strategies as a file in the pod, where there are any.
  public static Optional<ConfigFile> samplingFile(ResolvedStack stack) {
    return stack
        .samplingFile()
        .map(
            text ->
                new ConfigFile(
                    "sampling",
                    stack.name().sampling(),
                    SAMPLING_KEY,
                    SAMPLING_DIRECTORY,
                    "sampling.json"));
  }

  /// `arguments` and what the collector is told about sampling. The file is looked at again while
  /// the collector runs, so an edit of `spec.sampling` rolls no pod, which with storage Memory
  /// would forget every span.
  public static Arguments arguments(ResolvedStack stack, ResolvedPods pods, Arguments arguments) {
    var file = samplingFile(stack);
    if (file.isEmpty()) {
      return arguments;
    }
    var told = arguments.with(CollectorSettings.SAMPLING_STRATEGIES_FILE, file.get().path());
    var reload = CollectorSettings.SAMPLING_RELOAD_INTERVAL;
    return pods.options().containsKey(reload.name()) ? told : told.with(reload, RELOAD_INTERVAL);
  }

  private static ComponentPod pod(ResolvedStack stack, ResolvedPods pods) {
    return new ComponentPod(
        stack.name(),
        Component.COLLECTOR,
        pods,
        arguments(stack, pods, StorageManifests.arguments(stack.storage(), Arguments.of(pods)))
            .toList(),
        PodPorts.collectorInPod(pods),
        StorageManifests.credentials(stack.storage()),
        StorageManifests.environmentFrom(stack),
        samplingFile(stack).map(List::of).orElse(List.of()),
        StorageManifests.volumes(stack),
        StorageManifests.environment(stack.storage()),
        new PodNetwork.OfPod());
  }

  private CollectorManifests() {}
}
