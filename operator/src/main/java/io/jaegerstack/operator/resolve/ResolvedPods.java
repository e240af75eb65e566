package io.jaegerstack.operator.resolve;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is common to the pods of every component.
///
/// @param pullPolicy when a node asks the registry for the image
/// @param adminPort port of health and metrics
/// @param options the user's flags, without leading dashes
public record ResolvedPods(
    String image,
    String pullPolicy,
    int replicas,
    ResourceRequirements resources,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    int adminPort,
    SortedMap<String, String> options) {

  public ResolvedPods {
    nodeSelector = Collections.unmodifiableMap(new TreeMap<>(nodeSelector));
    tolerations = List.copyOf(tolerations);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }
}
