package io.jaegerstack.operator.status;

import static java.util.Comparator.comparing;
import static java.util.Comparator.nullsFirst;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.jaegerstack.crds.v1.StorageTaskStatus;
import io.jaegerstack.operator.manifests.storage.TaskManifests;
import io.jaegerstack.operator.resolve.ResolvedStorage;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The last run of each task about the storage. What the cluster has tidied away since stays told.
final class StorageTasks {
  private static final Comparator<Job> BY_AGE =
      comparing(
          job -> job.getMetadata().getCreationTimestamp(),
          nullsFirst(Comparator.<String>naturalOrder()));

  private static final String RUNNING = "Running";
  private static final String SUCCEEDED = "Succeeded";
  private static final String FAILED = "Failed";

  static Map<String, StorageTaskStatus> of(
      ResolvedStorage storage, Observed seen, Map<String, StorageTaskStatus> before) {
    var tasks = new TreeMap<String, StorageTaskStatus>();
    names(storage)
        .forEach(
            name ->
                lastJob(name, seen)
                    .map(job -> of(job, seen, before.get(name)))
                    .or(() -> Optional.ofNullable(before.get(name)))
                    .ifPresent(status -> tasks.put(name, status)));
    return tasks;
  }

  private static Stream<String> names(ResolvedStorage storage) {
    return storage instanceof Servers servers
        ? Stream.concat(
            Stream.of(TaskManifests.SCHEMA),
            servers.retention().stream().map(task -> task.kind().name().toLowerCase(Locale.ROOT)))
        : Stream.of();
  }

  private static Optional<Job> lastJob(String task, Observed seen) {
    return seen.storage().jobs().stream()
        .filter(
            job ->
                job.getMetadata().getLabels() != null
                    && task.equals(job.getMetadata().getLabels().get(TaskManifests.TASK)))
        .max(BY_AGE);
  }

  private static StorageTaskStatus of(Job job, Observed seen, @Nullable StorageTaskStatus before) {
    String name = job.getMetadata().getName();
    String result = isDone(job, "Complete") ? SUCCEEDED : isDone(job, FAILED) ? FAILED : RUNNING;
    String known =
        before != null && name.equals(before.job()) && result.equals(before.result())
            ? before.message()
            : null;
    return new StorageTaskStatus(
        result,
        words(job, seen).or(() -> Optional.ofNullable(known)).orElse(null),
        job.getStatus() == null ? null : job.getStatus().getStartTime(),
        finishedAt(job),
        name);
  }

  /// What its pods said last; where none is left, what the cluster says of the Job.
  private static Optional<String> words(Job job, Observed seen) {
    return lastResult(job, seen)
        .map(TaskResult::message)
        .or(() -> condition(job, FAILED).map(JobCondition::getMessage));
  }

  /// What the run of a Job that ended last said.
  static Optional<TaskResult> lastResult(Job job, Observed seen) {
    return seen.podsOf(job)
        .sorted(
            comparing(
                (Pod pod) -> pod.getMetadata().getCreationTimestamp(),
                nullsFirst(Comparator.<String>reverseOrder())))
        .flatMap(pod -> TaskResult.of(pod).stream())
        .findFirst();
  }

  static boolean hasSucceeded(Job job) {
    return isDone(job, "Complete");
  }

  private static @Nullable String finishedAt(Job job) {
    return job.getStatus() == null
        ? null
        : condition(job, FAILED)
            .map(JobCondition::getLastTransitionTime)
            .orElse(job.getStatus().getCompletionTime());
  }

  private static boolean isDone(Job job, String how) {
    return condition(job, how).isPresent();
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return Optional.ofNullable(job.getStatus())
        .map(status -> Objects.requireNonNullElse(status.getConditions(), List.<JobCondition>of()))
        .stream()
        .flatMap(List::stream)
        .filter(each -> type.equals(each.getType()) && "True".equals(each.getStatus()))
        .findFirst();
  }

  private StorageTasks() {}
}
