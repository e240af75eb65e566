package io.jaegerstack.operator.resolve;

import java.util.Optional;

/// A stack with every default applied; nothing in it is optional unless it is absent from the
/// cluster too.
///
/// @param generation of the custom resource that this is the plan of
/// @param agent empty where the stack has no agents of its own
/// @param taskImage image of the Jobs that look after the storage
/// @param samplingFile text of the collector's strategies file, empty for the collector's own
///   default
/// @param uiFile text of the query's UI configuration, empty for the UI's own
/// @param basePath path under which UI and API answer, `/` or without a slash at its end
public record ResolvedStack(
    StackName name,
    long generation,
    Optional<ResolvedAgent> agent,
    ResolvedBackend backend,
    ResolvedStorage storage,
    String taskImage,
    Optional<String> samplingFile,
    Optional<String> uiFile,
    String basePath,
    Optional<ResolvedIngress> ingress) {

  /// The same with other agents.
  public ResolvedStack withAgent(Optional<ResolvedAgent> other) {
    return new ResolvedStack(
        name,
        generation,
        other,
        backend,
        storage,
        taskImage,
        samplingFile,
        uiFile,
        basePath,
        ingress);
  }

  /// The pods that serve queries.
  public ResolvedPods queryPods() {
    return switch (backend) {
      case ResolvedBackend.AllInOne(ResolvedPods pods) -> pods;
      case ResolvedBackend.Distributed(ResolvedPods _, ResolvedPods query) -> query;
    };
  }

  /// The pods that store spans.
  public ResolvedPods collectorPods() {
    return switch (backend) {
      case ResolvedBackend.AllInOne(ResolvedPods pods) -> pods;
      case ResolvedBackend.Distributed(ResolvedPods collector, ResolvedPods _) -> collector;
    };
  }
}
