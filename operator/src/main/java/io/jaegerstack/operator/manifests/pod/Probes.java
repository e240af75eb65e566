package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/// Probes on the admin port. Jaeger's processes answer `/` with 200 once they serve and 503 before,
/// so stock images can be probed the same way.
final class Probes {
  private static final int SECOND = 1;

  /// A process on a slow node has a minute to come up.
  private static final int STARTUP_ATTEMPTS = 60;

  static Probe startup(String port) {
    return whether(port).withPeriodSeconds(SECOND).withFailureThreshold(STARTUP_ATTEMPTS).build();
  }

  static Probe readiness(String port) {
    return whether(port).withPeriodSeconds(5).withFailureThreshold(2).build();
  }

  /// Only whether the process accepts connections: one that is not ready because its storage is
  /// away would gain nothing from a restart, and lose the spans that it holds.
  static Probe liveness(String port) {
    return new ProbeBuilder()
        .withNewTcpSocket()
        .withPort(new IntOrString(port))
        .endTcpSocket()
        .withPeriodSeconds(10)
        .withTimeoutSeconds(5)
        .withFailureThreshold(3)
        .build();
  }

  private static ProbeBuilder whether(String port) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath("/")
        .withPort(new IntOrString(port))
        .endHttpGet()
        .withTimeoutSeconds(3);
  }

  private Probes() {}
}
