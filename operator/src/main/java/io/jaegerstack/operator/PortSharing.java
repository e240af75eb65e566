package io.jaegerstack.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.jaegerstack.crds.v1.AgentUpdate;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.status.Observed;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.Component;

/// Which agents can be overlapped: those that share their ports, as all do since 0.3. Beside an
/// older one a new pod would wait for the ports for ever. So older ones are replaced in place
/// first, and `Overlap` begins once the last of them has gone.
final class PortSharing {
  private static final String SHARES = AgentSettings.SUCCESSION.flag() + "=true";

  /// `wanted`, as far as the agents that run let it be done now.
  static ResolvedStack now(ResolvedStack wanted, Observed seen) {
    boolean isHeld = seen.podsOf(Component.AGENT).anyMatch(pod -> !shares(pod));
    return isHeld
        ? wanted.withAgent(wanted.agent().map(agent -> agent.replaced(AgentUpdate.InPlace)))
        : wanted;
  }

  private static boolean shares(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .anyMatch(container -> container.getArgs().contains(SHARES));
  }

  private PortSharing() {}
}
