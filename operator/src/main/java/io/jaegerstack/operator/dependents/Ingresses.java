package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/// The Ingress in front of a stack's query service.
@KubernetesDependent(informer = @Informer(labelSelector = StackLabels.OURS))
public final class Ingresses extends PlannedObjects<Ingress> {

  public Ingresses() {
    super(Ingress.class);
  }
}
