package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import org.jspecify.annotations.Nullable;

/// Probes of one pod. Jaeger's processes answer `/` with 200 once they serve and 503 before, so
/// stock images can be probed the same way.
///
/// @param host null for the pod's own address
record Probes(@Nullable String host, IntOrString port) {
  private static final int SECOND = 1;

  /// A process on a slow node has a minute to come up.
  private static final int STARTUP_ATTEMPTS = 60;

  static Probes of(PodNetwork network) {
    return switch (network) {
      case PodNetwork.OfPod(), PodNetwork.OfNode() ->
          new Probes(null, new IntOrString(ComponentPod.ADMIN));
      case PodNetwork.OfNodeShared(var probe) ->
          new Probes(probe.host(), new IntOrString(probe.port()));
    };
  }

  Probe startup() {
    return whether().withPeriodSeconds(SECOND).withFailureThreshold(STARTUP_ATTEMPTS).build();
  }

  Probe readiness() {
    return whether().withPeriodSeconds(5).withFailureThreshold(2).build();
  }

  /// Only whether the process accepts connections: one that is not ready because its storage is
  /// away would gain nothing from a restart, and lose the spans that it holds.
  Probe liveness() {
    return new ProbeBuilder()
        .withNewTcpSocket()
        .withHost(host)
        .withPort(port)
        .endTcpSocket()
        .withPeriodSeconds(10)
        .withTimeoutSeconds(5)
        .withFailureThreshold(3)
        .build();
  }

  private ProbeBuilder whether() {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withHost(host)
        .withPath("/")
        .withPort(port)
        .endHttpGet()
        .withTimeoutSeconds(3);
  }
}
