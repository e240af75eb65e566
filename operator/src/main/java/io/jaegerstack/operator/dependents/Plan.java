package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jaegerstack.crds.v1.JaegerStack;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All objects that a stack should have, for the time of one reconciliation.
///
/// @param objects to be there as they are planned
/// @param held to be left as they are, there or not, until what they wait for has happened
public record Plan(List<HasMetadata> objects, List<HasMetadata> held) {
  private static final String KEY = "plan";

  public Plan {
    objects = List.copyOf(objects);
    held = List.copyOf(held);
  }

  public void putInto(Context<JaegerStack> context) {
    context.managedWorkflowAndDependentResourceContext().put(KEY, this);
  }

  static Plan from(Context<JaegerStack> context) {
    return context.managedWorkflowAndDependentResourceContext().getMandatory(KEY, Plan.class);
  }

  boolean isHeld(HasMetadata object) {
    return held.stream()
        .anyMatch(
            each ->
                each.getKind().equals(object.getKind())
                    && each.getMetadata().getName().equals(object.getMetadata().getName()));
  }

  <R extends HasMetadata> Map<String, R> ofKind(Class<R> kind) {
    var found = new LinkedHashMap<String, R>();
    objects.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .forEach(object -> found.put(object.getMetadata().getName(), object));
    return found;
  }
}
