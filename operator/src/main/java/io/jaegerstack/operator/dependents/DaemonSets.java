package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/// A stack's agents.
@KubernetesDependent(informer = @Informer(labelSelector = StackLabels.OURS))
public final class DaemonSets extends PlannedObjects<DaemonSet> {

  public DaemonSets() {
    super(DaemonSet.class);
  }
}
