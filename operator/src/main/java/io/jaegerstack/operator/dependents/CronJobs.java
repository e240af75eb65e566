package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/// What is done to a stack's storage from time to time.
@KubernetesDependent(informer = @Informer(labelSelector = StackLabels.OURS))
public final class CronJobs extends PlannedObjects<CronJob> {

  public CronJobs() {
    super(CronJob.class);
  }
}
