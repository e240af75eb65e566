package io.jaegerstack.server;

/// `jaegerstack_dependency_state{dependency,state}`: 1 for the state that each dependency of the
/// process is in, 0 for the others, so that an alert can name it.
public final class DependencyMetrics {
  /// Those that are known now and those to come.
  public static void bind(Metrics metrics, Health health) {
    health.onDependency(name -> bind(metrics, health, name));
  }

  private static void bind(Metrics metrics, Health health, String name) {
    for (var state : DependencyHealth.State.values()) {
      metrics.gauge(
          "jaegerstack_dependency_state",
          () -> health.dependency(name).filter(now -> now.state() == state).isPresent() ? 1 : 0,
          "dependency",
          name,
          "state",
          state.label());
    }
  }

  private DependencyMetrics() {}
}
