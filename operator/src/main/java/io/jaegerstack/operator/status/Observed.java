package io.jaegerstack.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.settings.Component;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The objects of one stack as the informers last saw them.
public record Observed(List<Deployment> deployments, List<DaemonSet> daemonSets, List<Pod> pods) {

  public Observed {
    deployments = List.copyOf(deployments);
    daemonSets = List.copyOf(daemonSets);
    pods = List.copyOf(pods);
  }

  public static Observed of(
      Collection<Deployment> deployments, Collection<DaemonSet> daemonSets, Collection<Pod> pods) {
    return new Observed(List.copyOf(deployments), List.copyOf(daemonSets), List.copyOf(pods));
  }

  Optional<Deployment> deployment(String name) {
    return deployments.stream().filter(d -> d.getMetadata().getName().equals(name)).findFirst();
  }

  Optional<DaemonSet> daemonSet(String name) {
    return daemonSets.stream().filter(d -> d.getMetadata().getName().equals(name)).findFirst();
  }

  Stream<Pod> podsOf(Component component) {
    return pods.stream()
        .filter(
            pod ->
                pod.getMetadata().getLabels() != null
                    && component
                        .word()
                        .equals(pod.getMetadata().getLabels().get(StackLabels.COMPONENT)));
  }
}
