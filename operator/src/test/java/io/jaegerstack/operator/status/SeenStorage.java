package io.jaegerstack.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.Condition;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.manifests.storage.TaskManifests;
import io.jaegerstack.operator.resolve.Resolution.Resolved;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import io.jaegerstack.operator.resolve.StackResolver;
import io.jaegerstack.operator.resolve.TestImages;
import java.time.Instant;
import java.util.List;

/// Stacks on a storage, and what the cluster shows of it.
final class SeenStorage {
  private static final String JOB_UID = "job-uid";

  /// @param storage the section `spec.storage` as YAML
  static ResolvedStack plan(String storage) {
    var stack =
        Serialization.unmarshal(
            """
            apiVersion: jaegerstack.io/v1
            kind: JaegerStack
            metadata: {name: tracing, namespace: observability, generation: 7}
            spec: {agent: {placement: None}, storage: %s}
            """
                .formatted(storage),
            JaegerStack.class);
    return ((Resolved) StackResolver.resolve(stack, TestImages.IMAGES)).stack();
  }

  static Condition storageReady(ResolvedStack plan, Observed seen) {
    var conditions = new Conditions(List.of(), 1, Instant.EPOCH);
    StorageReady.into(conditions, plan, seen);
    return Conditions.of(conditions.list(), "StorageReady").orElseThrow();
  }

  /// Collectors that have passed the preflight, where there is one, and say this.
  static Observed reporting(ResolvedStack plan, StorageReport... reports) {
    return seen(
        new ObservedStorage(
            List.of(reports),
            plan.storage() instanceof Servers ? List.of(passed(plan)) : List.of(),
            List.of(),
            List.of()));
  }

  static Observed seen(ObservedStorage storage, Pod... pods) {
    return new Observed(List.of(), List.of(), List.of(pods), storage);
  }

  /// The schema Job of that stack.
  static Job job(ResolvedStack plan) {
    return new JobBuilder(TaskManifests.schema(plan, (Servers) plan.storage()))
        .editMetadata()
        .withUid(JOB_UID)
        .withCreationTimestamp("2026-01-31T12:00:00Z")
        .endMetadata()
        .build();
  }

  static Job passed(ResolvedStack plan) {
    return done(job(plan), "Complete");
  }

  static Job done(Job job, String condition) {
    return new JobBuilder(job)
        .withNewStatus()
        .withStartTime("2026-01-31T12:00:01Z")
        .withCompletionTime("2026-01-31T12:00:09Z")
        .addNewCondition()
        .withType(condition)
        .withStatus("True")
        .withLastTransitionTime("2026-01-31T12:00:10Z")
        .withMessage("the Job says " + condition)
        .endCondition()
        .endStatus()
        .build();
  }

  /// A pod of [#job], with one container.
  ///
  /// @param state of the container, as YAML: `state: …, lastState: …`
  static Pod pod(String state) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: tracing-storage-schema-1
          creationTimestamp: 2026-01-31T12:00:02Z
          ownerReferences: [{apiVersion: batch/v1, kind: Job, name: x, uid: %s, controller: true}]
        status: {containerStatuses: [{name: storage, ready: false, %s}]}
        """
            .formatted(JOB_UID, state),
        Pod.class);
  }

  /// As [#pod], of two commands.
  static Pod podOfSteps(String first, String last) {
    var pod = pod(last);
    pod.getStatus().setInitContainerStatuses(pod(first).getStatus().getContainerStatuses());
    return pod;
  }

  private SeenStorage() {}
}
