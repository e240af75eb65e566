package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import java.util.Set;

/// A stack's Jobs: one that looks after the schema. Those that its CronJobs have made wake a
/// reconciliation too, since its status tells of them; they are the CronJobs' own.
@KubernetesDependent(informer = @Informer(labelSelector = StackLabels.OURS))
public final class Jobs extends PlannedObjects<Job> implements SecondaryToPrimaryMapper<Job> {

  public Jobs() {
    super(Job.class);
  }

  @Override
  public Set<ResourceID> toPrimaryResourceIDs(Job job) {
    return StackLabels.stackOf(job)
        .map(stack -> Set.of(new ResourceID(stack.name(), stack.namespace())))
        .orElse(Set.of());
  }
}
