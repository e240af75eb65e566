package io.jaegerstack.operator.status;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.jaegerstack.crds.v1.ComponentStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far the pods of one component are.
///
/// @param isCurrent whether the cluster has taken note of the object's newest generation
/// @param desired pods that should run
/// @param updated pods of the newest generation
/// @param ready pods of the newest generation that certainly serve; where old pods still serve
///   beside them, a lower bound
/// @param leftOver pods of older generations
/// @param failures why pods cannot serve, in the cluster's own words
record ComponentState(
    String name,
    String image,
    boolean isCurrent,
    int desired,
    int updated,
    int ready,
    int leftOver,
    List<String> failures) {

  ComponentState {
    failures = List.copyOf(failures);
  }

  static ComponentState absent(String name, String image, int desired) {
    return new ComponentState(name, image, false, desired, 0, 0, 0, List.of());
  }

  /// Agents that this stack wants and may not have.
  static ComponentState refused(String name, String image) {
    return new ComponentState(name, image, true, 0, 0, 0, 0, List.of());
  }

  static ComponentState of(
      String name, String image, int desired, Deployment deployment, List<String> failures) {
    var status = Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
    var counts =
        new Counts(
            desired,
            number(status.getReplicas()),
            number(status.getUpdatedReplicas()),
            number(status.getAvailableReplicas()));
    return of(
        name,
        image,
        reached(status.getObservedGeneration(), deployment.getMetadata().getGeneration()),
        counts,
        failures);
  }

  static ComponentState of(String name, String image, DaemonSet daemonSet, List<String> failures) {
    var status = Optional.ofNullable(daemonSet.getStatus()).orElseGet(DaemonSetStatus::new);
    var counts =
        new Counts(
            number(status.getDesiredNumberScheduled()),
            number(status.getCurrentNumberScheduled()),
            number(status.getUpdatedNumberScheduled()),
            number(status.getNumberReady()));
    return of(
        name,
        image,
        reached(status.getObservedGeneration(), daemonSet.getMetadata().getGeneration()),
        counts,
        failures);
  }

  /// Pods as the cluster counts them, of every generation but for `updated`.
  private record Counts(int desired, int total, int updated, int serving) {}

  private static ComponentState of(
      String name, String image, boolean isCurrent, Counts counts, List<String> failures) {
    int leftOver = Math.max(0, counts.total() - counts.updated());
    int ready = Math.max(0, counts.serving() - leftOver);
    return new ComponentState(
        name,
        image,
        isCurrent,
        counts.desired(),
        isCurrent ? counts.updated() : 0,
        isCurrent ? Math.min(ready, counts.updated()) : 0,
        leftOver,
        failures);
  }

  /// All pods that should run are of the newest generation and serve, and no older ones are left.
  boolean isComplete() {
    return isCurrent && updated >= desired && ready >= desired && leftOver == 0;
  }

  /// In words, for a condition's message.
  String describe() {
    String counted = "%s: %d of %d pods serve".formatted(name, ready, desired);
    if (!isCurrent) {
      return name + ": not taken up by the cluster yet";
    }
    if (leftOver > 0) {
      return "%s with the current configuration, %d of an older one left"
          .formatted(counted, leftOver);
    }
    return counted;
  }

  ComponentStatus toStatus() {
    return new ComponentStatus(desired, ready, updated, ready + "/" + desired, image);
  }

  private static boolean reached(@Nullable Long observed, @Nullable Long generation) {
    return observed != null && (generation == null || observed >= generation);
  }

  private static int number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
