package io.jaegerstack.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.manifests.Ownership;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.settings.Component;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The objects of one stack, and of no other, as the informers last saw them.
///
/// @param storageReports of collectors' pods, as they were last asked
public record Observed(
    List<Deployment> deployments,
    List<DaemonSet> daemonSets,
    List<Pod> pods,
    List<StorageReport> storageReports) {

  public Observed {
    deployments = List.copyOf(deployments);
    daemonSets = List.copyOf(daemonSets);
    pods = List.copyOf(pods);
    storageReports = List.copyOf(storageReports);
  }

  /// What is `stack`'s own of objects that the informers found by its name: a Deployment or
  /// DaemonSet by its owner, a pod by the object that made it.
  public static Observed of(
      JaegerStack stack,
      Collection<Deployment> deployments,
      Collection<DaemonSet> daemonSets,
      Collection<Pod> pods,
      Collection<StorageReport> reports) {
    var ownDeployments =
        deployments.stream().filter(object -> Ownership.isOwned(object, stack)).toList();
    var ownDaemonSets =
        daemonSets.stream().filter(object -> Ownership.isOwned(object, stack)).toList();
    var ownPods =
        pods.stream()
            .filter(
                pod ->
                    ownDaemonSets.stream().anyMatch(set -> Ownership.isOwned(pod, set))
                        || ownDeployments.stream()
                            .map(deployment -> deployment.getMetadata().getName())
                            .anyMatch(name -> Ownership.isMadeByDeployment(pod, name)))
            .toList();
    var names = ownPods.stream().map(pod -> pod.getMetadata().getName()).toList();
    return new Observed(
        ownDeployments,
        ownDaemonSets,
        ownPods,
        reports.stream().filter(report -> names.contains(report.pod())).toList());
  }

  Optional<Deployment> deployment(String name) {
    return deployments.stream().filter(d -> d.getMetadata().getName().equals(name)).findFirst();
  }

  Optional<DaemonSet> daemonSet(String name) {
    return daemonSets.stream().filter(d -> d.getMetadata().getName().equals(name)).findFirst();
  }

  public Stream<Pod> podsOf(Component component) {
    return pods.stream()
        .filter(
            pod ->
                pod.getMetadata().getLabels() != null
                    && component
                        .word()
                        .equals(pod.getMetadata().getLabels().get(StackLabels.COMPONENT)));
  }
}
