package io.jaegerstack.operator.status;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/// What is seen of one stack's storage.
///
/// @param reports of collectors' pods, as they were last asked
/// @param jobs that the stack's own are, and those of its CronJobs
/// @param claims of volumes, those that outlive their stack among them
/// @param claimEvents what provisioners and the cluster's controllers said of claims
public record ObservedStorage(
    List<StorageReport> reports,
    List<Job> jobs,
    List<PersistentVolumeClaim> claims,
    List<Event> claimEvents) {
  public static final ObservedStorage NOTHING =
      new ObservedStorage(List.of(), List.of(), List.of(), List.of());

  public ObservedStorage {
    reports = List.copyOf(reports);
    jobs = List.copyOf(jobs);
    claims = List.copyOf(claims);
    claimEvents = List.copyOf(claimEvents);
  }
}
