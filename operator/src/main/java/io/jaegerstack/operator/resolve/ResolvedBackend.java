package io.jaegerstack.operator.resolve;

/// How collector and query are cut into pods.
public sealed interface ResolvedBackend {

  /// One pod with both.
  record AllInOne(ResolvedPods pods) implements ResolvedBackend {}

  /// Collector and query apart.
  record Distributed(ResolvedPods collector, ResolvedPods query) implements ResolvedBackend {}
}
