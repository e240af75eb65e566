package io.jaegerstack.operator;

import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.resolve.Images;
import io.jaegerstack.operator.resolve.Resolution.Resolved;
import io.jaegerstack.operator.resolve.ResolvedAgent;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.operator.resolve.StackResolver;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.Comparator;
import java.util.Optional;

/// Whose agents may have the nodes' ports. A port of a node can be had once; of two stacks that
/// want it, the older one gets it, so that a new stack never takes the agents of one that works.
final class NodePorts {
  /// Who came first; the name decides between stacks of the same second.
  static final Comparator<JaegerStack> BY_AGE =
      Comparator.<JaegerStack, String>comparing(s -> s.getMetadata().getCreationTimestamp())
          .thenComparing(s -> s.getMetadata().getNamespace())
          .thenComparing(s -> s.getMetadata().getName());

  /// The older stack whose agents need the same ports on the same nodes, if there is one.
  static Optional<StackName> holder(
      JaegerStack stack, ResolvedStack wanted, Cache<JaegerStack> all, Images images) {
    return wanted
        .agent()
        .flatMap(
            agent ->
                all.list(other -> isOlder(other, stack))
                    .sorted(BY_AGE)
                    .flatMap(other -> claim(other, agent, images).stream())
                    .findFirst());
  }

  private static boolean isOlder(JaegerStack other, JaegerStack stack) {
    return other.getMetadata().getDeletionTimestamp() == null
        && !other.getMetadata().getUid().equals(stack.getMetadata().getUid())
        && BY_AGE.compare(other, stack) < 0;
  }

  private static Optional<StackName> claim(JaegerStack other, ResolvedAgent agent, Images images) {
    return StackResolver.resolve(other, images) instanceof Resolved(ResolvedStack resolved)
            && resolved.agent().filter(agent::conflictsWith).isPresent()
        ? Optional.of(resolved.name())
        : Optional.empty();
  }

  private NodePorts() {}
}
