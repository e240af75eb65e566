package io.jaegerstack.operator.resolve;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The Ingress in front of the query service.
public record ResolvedIngress(
    Optional<String> host,
    Optional<String> className,
    Map<String, String> annotations,
    Optional<String> tlsSecretName) {

  public ResolvedIngress {
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
  }
}
