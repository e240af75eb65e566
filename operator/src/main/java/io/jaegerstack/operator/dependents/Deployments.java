package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/// A stack's Deployments: the all-in-one, or collector and query.
@KubernetesDependent(informer = @Informer(labelSelector = StackLabels.OURS))
public final class Deployments extends PlannedObjects<Deployment> {

  public Deployments() {
    super(Deployment.class);
  }
}
