package io.jaegerstack.operator.manifests.allinone;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jaegerstack.operator.manifests.collector.CollectorManifests;
import io.jaegerstack.operator.manifests.pod.Arguments;
import io.jaegerstack.operator.manifests.pod.ComponentPod;
import io.jaegerstack.operator.manifests.pod.ConfigFile;
import io.jaegerstack.operator.manifests.pod.PodNetwork;
import io.jaegerstack.operator.manifests.pod.PodPorts;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.manifests.query.QueryManifests;
import io.jaegerstack.operator.manifests.storage.StorageManifests;
import io.jaegerstack.operator.resolve.ResolvedPods;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.settings.Component;
import java.util.List;
import java.util.stream.Stream;

/// Objects of the one backend pod.
public final class AllInOneManifests {

  /// Recreate: two pods would each hold a part of the spans, and queries would see either.
  public static Deployment deployment(ResolvedStack stack, ResolvedPods pods) {
    return new DeploymentBuilder()
        .withMetadata(StackLabels.metadata(stack.name(), Component.ALL_IN_ONE, stack.name().name()))
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .withMatchLabels(StackLabels.selector(stack.name(), Component.ALL_IN_ONE))
        .endSelector()
        .withNewStrategy()
        .withType("Recreate")
        .endStrategy()
        .withTemplate(pod(stack, pods).template())
        .endSpec()
        .build();
  }

  private static ComponentPod pod(ResolvedStack stack, ResolvedPods pods) {
    var storage = StorageManifests.arguments(stack.storage(), Arguments.of(pods));
    var arguments =
        CollectorManifests.arguments(stack, pods, QueryManifests.arguments(stack, storage));
    return new ComponentPod(
        stack.name(),
        Component.ALL_IN_ONE,
        pods,
        arguments.toList(),
        Stream.<ContainerPort>concat(
                PodPorts.collectorInPod(pods).stream(), PodPorts.queryInPod(pods).stream())
            .toList(),
        StorageManifests.credentials(stack.storage()),
        StorageManifests.environmentFrom(stack),
        files(stack),
        StorageManifests.volumes(stack),
        QueryManifests.readOnce(stack),
        new PodNetwork.OfPod());
  }

  private static List<ConfigFile> files(ResolvedStack stack) {
    return Stream.concat(
            CollectorManifests.samplingFile(stack).stream(), QueryManifests.uiFile(stack).stream())
        .toList();
  }

  private AllInOneManifests() {}
}
