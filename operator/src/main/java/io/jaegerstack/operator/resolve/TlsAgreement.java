package io.jaegerstack.operator.resolve;

import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.TlsClientSettings;
import io.jaegerstack.settings.TlsServerSettings;

/// Agents and the collectors of their stack speak TLS to each other, or neither does: with one side
/// alone every pod is up and no span arrives.
///
/// @param collector the pods with the gRPC port
record TlsAgreement(ResolvedPods collector, Problems problems) {
  private static final TlsServerSettings THEIRS = CollectorSettings.GRPC_TLS;
  private static final TlsClientSettings OURS = AgentSettings.REPORTER_TLS;

  /// @param path of the options of `agent`
  void check(String path, ResolvedPods agent) {
    boolean wanted = collector.value(THEIRS.enabled());
    if (agent.value(OURS.enabled()) != wanted) {
      problems.add(
          path,
          "%s is %b, expected %b, as %s of the collectors that the agent calls"
              .formatted(OURS.enabled().flag(), !wanted, wanted, THEIRS.enabled().flag()));
      return;
    }
    if (wanted && !collector.value(THEIRS.clientCa()).isEmpty() && hasNone(agent)) {
      problems.add(
          path,
          "%s is empty, expected a certificate, since %s asks callers for one"
              .formatted(OURS.cert().flag(), THEIRS.clientCa().flag()));
    }
  }

  private static boolean hasNone(ResolvedPods agent) {
    return agent.value(OURS.cert()).isEmpty();
  }
}
