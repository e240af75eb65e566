package io.jaegerstack.operator.manifests.query;

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
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.QuerySettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects of the query service. With strategy AllInOne the Service is the same and chooses the one
/// backend pod.
public final class QueryManifests {
  private static final String UI_DIRECTORY = "/etc/jaeger/ui";
  private static final String UI_KEY = "ui";

  public static Deployment deployment(ResolvedStack stack, ResolvedPods pods) {
    return StatelessDeployments.of(
        stack.name(), Component.QUERY, stack.name().query(), pods, pod(stack, pods));
  }

  public static Service service(StackName stack, Component chosen, ResolvedPods pods) {
    return new ServiceBuilder()
        .withMetadata(StackLabels.metadata(stack, Component.QUERY, stack.query()))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(StackLabels.selector(stack, chosen))
        .withPorts(PodPorts.queryInService(pods))
        .endSpec()
        .build();
  }

  public static Optional<PodDisruptionBudget> disruptionBudget(StackName stack, ResolvedPods pods) {
    return DisruptionBudgets.of(stack, Component.QUERY, stack.query(), pods);
  }

  public static Optional<ConfigMap> ui(ResolvedStack stack) {
    return stack
        .uiFile()
        .map(
            text ->
                new ConfigMapBuilder()
                    .withMetadata(
                        StackLabels.metadata(stack.name(), Component.QUERY, stack.name().ui()))
                    .addToData(UI_KEY, text)
                    .build());
  }

  /// The UI's configuration as a file in the pod, where there is any.
  public static Optional<ConfigFile> uiFile(ResolvedStack stack) {
    return stack
        .uiFile()
        .map(text -> new ConfigFile("ui", stack.name().ui(), UI_KEY, UI_DIRECTORY, "ui.json"));
  }

  /// `arguments` and what the query service is told beside the user's options.
  public static Arguments arguments(ResolvedStack stack, Arguments arguments) {
    var all = arguments;
    if (!stack.basePath().equals(QuerySettings.BASE_PATH.byDefault())) {
      all = all.with(QuerySettings.BASE_PATH, stack.basePath());
    }
    var ui = uiFile(stack);
    return ui.isPresent() ? all.with(QuerySettings.UI_CONFIG, ui.get().path()) : all;
  }

  /// What the query service reads at its start and never again.
  public static Map<String, String> readOnce(ResolvedStack stack) {
    var read = new HashMap<>(StorageManifests.environment(stack.storage()));
    stack.uiFile().ifPresent(text -> read.put(UI_KEY, text));
    return read;
  }

  private static ComponentPod pod(ResolvedStack stack, ResolvedPods pods) {
    return new ComponentPod(
        stack.name(),
        Component.QUERY,
        pods,
        arguments(stack, StorageManifests.arguments(stack.storage(), Arguments.of(pods))).toList(),
        PodPorts.queryInPod(pods),
        StorageManifests.credentials(stack.storage()),
        StorageManifests.environmentFrom(stack),
        uiFile(stack).map(List::of).orElse(List.of()),
        StorageManifests.volumes(stack),
        readOnce(stack),
        new PodNetwork.OfPod());
  }

  private QueryManifests() {}
}
