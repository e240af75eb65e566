package io.jaegerstack.operator.status;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Why a pod cannot serve, in the kubelet's and the scheduler's own words.
final class PodFailure {
  /// Reasons to wait that are part of a normal start.
  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

  /// What is wrong with a pod, empty where nothing is, or nothing is known yet.
  static Optional<String> of(Pod pod) {
    if (pod.getStatus() == null || pod.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    return Stream.of(unschedulable(pod), container(pod))
        .flatMap(Optional::stream)
        .findFirst()
        .map(cause -> "pod %s: %s".formatted(pod.getMetadata().getName(), cause));
  }

  private static Optional<String> unschedulable(Pod pod) {
    return orEmpty(pod.getStatus().getConditions()).stream()
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(PodFailure::words)
        .findFirst();
  }

  private static String words(PodCondition condition) {
    return condition.getReason() + ": " + condition.getMessage();
  }

  private static Optional<String> container(Pod pod) {
    return Stream.concat(
            orEmpty(pod.getStatus().getInitContainerStatuses()).stream(),
            orEmpty(pod.getStatus().getContainerStatuses()).stream())
        .flatMap(status -> container(status).stream())
        .findFirst();
  }

  private static Optional<String> container(ContainerStatus status) {
    if (status.getState() != null && status.getState().getWaiting() != null) {
      var waiting = status.getState().getWaiting();
      if (waiting.getReason() == null || STARTING.contains(waiting.getReason())) {
        return Optional.empty();
      }
      String end = lastEnd(status).map(text -> "; " + text).orElse("");
      return Optional.of(
          waiting.getReason()
              + (waiting.getMessage() == null ? "" : ": " + waiting.getMessage())
              + end);
    }
    // Running again after a crash, but not serving yet: between two rounds of CrashLoopBackOff.
    if (!Boolean.TRUE.equals(status.getReady())) {
      return lastEnd(status);
    }
    return Optional.empty();
  }

  private static Optional<String> lastEnd(ContainerStatus status) {
    return Stream.of(status.getState(), status.getLastState())
        .flatMap(state -> ended(state).stream())
        .findFirst();
  }

  private static Optional<String> ended(@Nullable ContainerState state) {
    if (state == null || state.getTerminated() == null) {
      return Optional.empty();
    }
    var end = state.getTerminated();
    return Optional.of(
        "last ended with exit code %d (%s)".formatted(end.getExitCode(), end.getReason()));
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private PodFailure() {}
}
