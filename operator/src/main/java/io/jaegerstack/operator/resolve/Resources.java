package io.jaegerstack.operator.resolve;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.jaegerstack.crds.v1.ResourceAmounts;
import io.jaegerstack.crds.v1.ResourcesSpec;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// CPU and memory of a container: what the user said, amount by amount, over the component's
/// default. No CPU limit is set by default, since a throttled process drops spans while the node
/// idles.
record Resources(Quantity requestCpu, Quantity requestMemory, Quantity limitMemory) {
  static final Resources AGENT = of("50m", "128Mi", "192Mi");
  static final Resources COLLECTOR = of("100m", "512Mi", "512Mi");
  static final Resources QUERY = of("100m", "384Mi", "384Mi");
  static final Resources ALL_IN_ONE = of("100m", "768Mi", "768Mi");

  private static final ResourceAmounts NOTHING = new ResourceAmounts(null, null);

  private static Resources of(String requestCpu, String requestMemory, String limitMemory) {
    return new Resources(
        new Quantity(requestCpu), new Quantity(requestMemory), new Quantity(limitMemory));
  }

  /// The amounts in force. A default gives way to the user: a default limit is no less than the
  /// user's request, a default request no more than the user's limit.
  ResourceRequirements with(@Nullable ResourcesSpec spec) {
    var requested = spec == null || spec.requests() == null ? NOTHING : spec.requests();
    var limited = spec == null || spec.limits() == null ? NOTHING : spec.limits();
    var limits = new TreeMap<String, Quantity>();
    limits.put("memory", given(limited.memory(), larger(limitMemory, requested.memory())));
    if (limited.cpu() != null) {
      limits.put("cpu", limited.cpu());
    }
    var requests = new TreeMap<String, Quantity>();
    requests.put("memory", given(requested.memory(), smaller(requestMemory, limits.get("memory"))));
    requests.put("cpu", given(requested.cpu(), smaller(requestCpu, limits.get("cpu"))));
    return new ResourceRequirementsBuilder().withRequests(requests).withLimits(limits).build();
  }

  private static Quantity given(@Nullable Quantity users, Quantity byDefault) {
    return users == null ? byDefault : users;
  }

  private static Quantity larger(Quantity byDefault, @Nullable Quantity other) {
    return other != null && isLess(byDefault, other) ? other : byDefault;
  }

  private static Quantity smaller(Quantity byDefault, @Nullable Quantity other) {
    return other != null && isLess(other, byDefault) ? other : byDefault;
  }

  private static boolean isLess(Quantity some, Quantity other) {
    return some.getNumericalAmount().compareTo(other.getNumericalAmount()) < 0;
  }
}
