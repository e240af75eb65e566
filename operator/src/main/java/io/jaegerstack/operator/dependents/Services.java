package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.Service;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/// A stack's Services: collector, its headless twin, query.
@KubernetesDependent(informer = @Informer(labelSelector = StackLabels.OURS))
public final class Services extends PlannedObjects<Service> {

  public Services() {
    super(Service.class);
  }
}
