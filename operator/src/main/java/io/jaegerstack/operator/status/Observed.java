package io.jaegerstack.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.manifests.Ownership;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.settings.Component;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The objects of one stack, and of no other, as the informers last saw them.
public record Observed(
    List<Deployment> deployments,
    List<DaemonSet> daemonSets,
    List<Pod> pods,
    ObservedStorage storage) {

  public Observed {
    deployments = List.copyOf(deployments);
    daemonSets = List.copyOf(daemonSets);
    pods = List.copyOf(pods);
  }

  /// What is `stack`'s own of objects that the informers found by its name: a Deployment or
  /// DaemonSet by its owner, a pod or a Job by the object that made it.
  ///
  /// @param cronJobs by which its Jobs are known
  /// @param storage with what may be another stack's
  public static Observed of(
      JaegerStack stack,
      Collection<Deployment> deployments,
      Collection<DaemonSet> daemonSets,
      Collection<Pod> pods,
      Collection<CronJob> cronJobs,
      ObservedStorage storage) {
    var ownDeployments = owned(deployments, stack);
    var ownDaemonSets = owned(daemonSets, stack);
    var ownCronJobs = owned(cronJobs, stack);
    var ownJobs =
        storage.jobs().stream()
            .filter(job -> Ownership.isOwned(job, stack) || isOwnedByAny(job, ownCronJobs))
            .toList();
    var ownPods =
        pods.stream()
            .filter(
                pod ->
                    isOwnedByAny(pod, ownDaemonSets)
                        || isOwnedByAny(pod, ownJobs)
                        || ownDeployments.stream()
                            .map(deployment -> deployment.getMetadata().getName())
                            .anyMatch(name -> Ownership.isMadeByDeployment(pod, name)))
            .toList();
    var names = ownPods.stream().map(pod -> pod.getMetadata().getName()).toList();
    return new Observed(
        ownDeployments,
        ownDaemonSets,
        ownPods,
        new ObservedStorage(
            storage.reports().stream().filter(report -> names.contains(report.pod())).toList(),
            ownJobs,
            storage.claims(),
            storage.claimEvents()));
  }

  private static <T extends HasMetadata> List<T> owned(Collection<T> objects, JaegerStack stack) {
    return objects.stream().filter(object -> Ownership.isOwned(object, stack)).toList();
  }

  private static boolean isOwnedByAny(HasMetadata object, List<? extends HasMetadata> owners) {
    return owners.stream().anyMatch(owner -> Ownership.isOwned(object, owner));
  }

  public List<StorageReport> storageReports() {
    return storage.reports();
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

  /// The pods that an object of this stack has made itself.
  Stream<Pod> podsOf(HasMetadata maker) {
    return pods.stream().filter(pod -> Ownership.isOwned(pod, maker));
  }
}
