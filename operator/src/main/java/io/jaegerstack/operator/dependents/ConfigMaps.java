package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/// A stack's ConfigMaps: storage, sampling, UI.
@KubernetesDependent(informer = @Informer(labelSelector = StackLabels.OURS))
public final class ConfigMaps extends PlannedObjects<ConfigMap> {

  public ConfigMaps() {
    super(ConfigMap.class);
  }
}
