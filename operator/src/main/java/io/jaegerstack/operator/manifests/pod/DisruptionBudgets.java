package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jaegerstack.operator.resolve.ResolvedPods;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.settings.Component;
import java.util.Optional;

/// Budgets that let a node be drained one pod at a time.
public final class DisruptionBudgets {

  /// None for a single pod: it could never be evicted under a budget that means anything.
  public static Optional<PodDisruptionBudget> of(
      StackName stack, Component component, String name, ResolvedPods pods) {
    if (pods.replicas() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        new PodDisruptionBudgetBuilder()
            .withMetadata(StackLabels.metadata(stack, component, name))
            .withNewSpec()
            .withMaxUnavailable(new IntOrString(1))
            .withNewSelector()
            .withMatchLabels(StackLabels.selector(stack, component))
            .endSelector()
            .endSpec()
            .build());
  }

  private DisruptionBudgets() {}
}
