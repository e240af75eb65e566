package io.jaegerstack.operator.resolve;

import static java.util.Objects.requireNonNullElse;

import io.jaegerstack.crds.v1.AgentSpillSpec;
import io.jaegerstack.crds.v1.AgentUpdate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Agents on every node that `pods.nodeSelector` admits.
///
/// @param update how a pod is replaced on its node
/// @param spill where they keep spans on disk
/// @param compactPort UDP port for the compact protocol, on the node
/// @param binaryPort UDP port for the binary protocol, on the node
/// @param zipkinPort UDP port for Zipkin's model in the compact protocol, on the node
/// @param configPort TCP port where clients ask for sampling strategies, on the node
/// @param otlp where the options ask for it
public record ResolvedAgent(
    ResolvedPods pods,
    AgentUpdate update,
    Optional<Spill> spill,
    int compactPort,
    int binaryPort,
    int zipkinPort,
    int configPort,
    Optional<Otlp> otlp) {
  /// Room on a node's disk.
  ///
  /// @param hostPath the node's directory; empty for a volume of the pod's own
  public record Spill(long maxBytes, Optional<String> hostPath) {
    private static final long DEFAULT_MAX_BYTES = 512L << 20;

    static Optional<Spill> of(@Nullable AgentSpillSpec given) {
      if (given == null) {
        return Optional.of(new Spill(DEFAULT_MAX_BYTES, Optional.empty()));
      }
      long maxBytes =
          given.maxBytes() == null
              ? DEFAULT_MAX_BYTES
              : given.maxBytes().getNumericalAmount().longValue();
      return requireNonNullElse(given.enabled(), true)
          ? Optional.of(new Spill(maxBytes, Optional.ofNullable(given.hostPath())))
          : Optional.empty();
    }
  }

  /// TCP ports for OTLP, on the node.
  public record Otlp(int grpcPort, int httpPort) {}

  /// The same, replaced in another way.
  public ResolvedAgent replaced(AgentUpdate how) {
    return new ResolvedAgent(
        pods, how, spill, compactPort, binaryPort, zipkinPort, configPort, otlp);
  }

  /// Whether both would need the same port on the same node. Two node selectors that ask for
  /// different values of one label can never admit the same node; of any other two we must assume
  /// that they do.
  public boolean conflictsWith(ResolvedAgent other) {
    var shared = new TreeSet<>(nodePorts());
    shared.retainAll(other.nodePorts());
    return !shared.isEmpty() && !isApartFrom(other.pods.nodeSelector());
  }

  /// The ports held on a node, health and metrics included.
  public SortedSet<Integer> nodePorts() {
    var ports = new TreeSet<Integer>();
    ports.add(compactPort);
    ports.add(binaryPort);
    ports.add(zipkinPort);
    ports.add(configPort);
    ports.add(pods.adminPort());
    otlp.ifPresent(
        taken -> {
          ports.add(taken.grpcPort());
          ports.add(taken.httpPort());
        });
    return ports;
  }

  private boolean isApartFrom(Map<String, String> selector) {
    return pods.nodeSelector().entrySet().stream()
        .anyMatch(
            label ->
                selector.containsKey(label.getKey())
                    && !Objects.equals(selector.get(label.getKey()), label.getValue()));
  }
}
