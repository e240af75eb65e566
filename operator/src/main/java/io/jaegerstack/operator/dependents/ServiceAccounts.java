package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/// The identity of a stack's pods.
@KubernetesDependent(informer = @Informer(labelSelector = StackLabels.OURS))
public final class ServiceAccounts extends PlannedObjects<ServiceAccount> {

  public ServiceAccounts() {
    super(ServiceAccount.class);
  }
}
