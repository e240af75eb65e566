package io.jaegerstack.operator.manifests.pod;

import io.jaegerstack.settings.HostPort;

/// Whose addresses and ports a pod's processes have.
public sealed interface PodNetwork {
  /// The pod has its own.
  record OfPod() implements PodNetwork {}

  /// The pod has its node's, declared, so that the scheduler puts no two pods on one port.
  record OfNode() implements PodNetwork {}

  /// The pod has its node's and shares its ports with its successor, which the scheduler would keep
  /// away if they were declared.
  ///
  /// @param probe where this very pod answers probes: who answers on a shared port is not known
  record OfNodeShared(HostPort probe) implements PodNetwork {}

  default boolean isOfNode() {
    return !(this instanceof OfPod);
  }
}
