package io.jaegerstack.operator.resolve;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jaegerstack.crds.v1.JaegerStackSpec;
import io.jaegerstack.crds.v1.ResourceAmounts;
import io.jaegerstack.crds.v1.ResourcesSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Quantities of a spec that are none. Our CRD refuses them, so they come with a CRD of another
/// version; a plan cannot be made with them, and an exception would be tried again for ever.
final class UnreadableAmounts {
  private final List<Problem> problems = new ArrayList<>();

  static List<Problem> of(JaegerStackSpec spec) {
    var found = new UnreadableAmounts();
    found.resources("spec.agent", spec.agent() == null ? null : spec.agent().resources());
    if (spec.agent() != null && spec.agent().spill() != null) {
      found.amount("spec.agent.spill.maxBytes", spec.agent().spill().maxBytes());
    }
    found.resources("spec.allInOne", spec.allInOne() == null ? null : spec.allInOne().resources());
    found.resources(
        "spec.collector", spec.collector() == null ? null : spec.collector().resources());
    found.resources("spec.query", spec.query() == null ? null : spec.query().resources());
    if (spec.storage() != null && spec.storage().memory() != null) {
      found.amount("spec.storage.memory.maxBytes", spec.storage().memory().maxBytes());
    }
    if (spec.storage() != null && spec.storage().local() != null) {
      found.amount("spec.storage.local.size", spec.storage().local().size());
    }
    return found.problems;
  }

  private void resources(String path, @Nullable ResourcesSpec resources) {
    if (resources != null) {
      amounts(path + ".resources.requests", resources.requests());
      amounts(path + ".resources.limits", resources.limits());
    }
  }

  private void amounts(String path, @Nullable ResourceAmounts amounts) {
    if (amounts != null) {
      amount(path + ".cpu", amounts.cpu());
      amount(path + ".memory", amounts.memory());
    }
  }

  private void amount(String path, @Nullable Quantity amount) {
    if (amount == null) {
      return;
    }
    try {
      amount.getNumericalAmount();
    } catch (ArithmeticException | IllegalArgumentException unreadable) {
      problems.add(
          new Problem(
              path, "is \"%s\", expected a quantity such as 100m or 512Mi".formatted(amount)));
    }
  }

  private UnreadableAmounts() {}
}
