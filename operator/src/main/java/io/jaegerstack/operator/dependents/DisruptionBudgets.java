package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/// A stack's PodDisruptionBudgets.
@KubernetesDependent(informer = @Informer(labelSelector = StackLabels.OURS))
public final class DisruptionBudgets extends PlannedObjects<PodDisruptionBudget> {

  public DisruptionBudgets() {
    super(PodDisruptionBudget.class);
  }
}
