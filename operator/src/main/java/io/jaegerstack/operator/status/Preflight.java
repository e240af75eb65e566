package io.jaegerstack.operator.status;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jaegerstack.operator.manifests.storage.TaskManifests;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import java.util.Optional;

/// Whether collectors may be given the storage that the stack wants: only where everything is there
/// that has to be there before the first span, as the schema Job finds. Indices that are older than
/// their template, or a table that is missing, would have to be mended by hand.
public sealed interface Preflight {

  /// They may.
  record Passed() implements Preflight {}

  /// Not yet; nothing has gone wrong so far.
  record Waiting(String message) implements Preflight {}

  /// Something has; it is tried again.
  ///
  /// @param reason of the condition StorageReady
  record Failing(String reason, String message) implements Preflight {}

  static Preflight of(ResolvedStack wanted, Observed seen) {
    return wanted.storage() instanceof Servers servers
        ? of(TaskManifests.schema(wanted, servers).getMetadata().getName(), seen)
        : new Passed();
  }

  private static Preflight of(String name, Observed seen) {
    Optional<Job> job =
        seen.storage().jobs().stream()
            .filter(each -> each.getMetadata().getName().equals(name))
            .findFirst();
    if (job.isEmpty()) {
      return new Waiting("Job %s is to look at it first".formatted(name));
    }
    if (StorageTasks.hasSucceeded(job.get())) {
      return new Passed();
    }
    return StorageTasks.lastResult(job.get(), seen)
        .filter(result -> !result.isSuccess())
        .<Preflight>map(
            result -> new Failing(result.reason().orElse("SchemaJobFailed"), result.message()))
        .or(
            () ->
                seen.podsOf(job.get())
                    .flatMap(pod -> PodFailure.of(pod).stream())
                    .findFirst()
                    .map(failure -> new Failing("SchemaJobFailed", failure)))
        .orElseGet(() -> new Waiting("Job %s looks at it".formatted(name)));
  }

  default boolean isPassed() {
    return this instanceof Passed;
  }
}
