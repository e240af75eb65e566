package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.settings.Component;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Labels of every object of a stack, and the subset by which its pods are chosen. The subset is
/// immutable in a Deployment, so it must never change between versions.
public final class StackLabels {
  public static final String NAME = "app.kubernetes.io/name";
  public static final String INSTANCE = "app.kubernetes.io/instance";
  public static final String COMPONENT = "app.kubernetes.io/component";
  public static final String PART_OF = "app.kubernetes.io/part-of";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String PRODUCT = "jaegerstack";
  public static final String OPERATOR = "jaegerstack-operator";

  /// Chooses every object that this operator made, of any stack.
  public static final String OURS = MANAGED_BY + "=" + OPERATOR;

  public static Map<String, String> selector(StackName name, Component component) {
    var labels = new LinkedHashMap<String, String>();
    labels.put(NAME, PRODUCT);
    labels.put(INSTANCE, name.name());
    labels.put(COMPONENT, component.word());
    return labels;
  }

  public static Map<String, String> of(StackName name, Component component) {
    var labels = selector(name, component);
    labels.put(PART_OF, PRODUCT);
    labels.put(MANAGED_BY, OPERATOR);
    return labels;
  }

  /// Metadata of an object of one component.
  public static ObjectMeta metadata(StackName stack, Component component, String objectName) {
    return new ObjectMetaBuilder()
        .withName(objectName)
        .withNamespace(stack.namespace())
        .withLabels(of(stack, component))
        .build();
  }

  /// Metadata of an object of the stack as a whole.
  public static ObjectMeta metadata(StackName stack, String objectName) {
    var metadata = metadata(stack, Component.ALL_IN_ONE, objectName);
    metadata.getLabels().remove(COMPONENT);
    return metadata;
  }

  /// The stack that an object says it is of; whether it is, its owner tells.
  public static Optional<StackName> stackOf(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels())
        .map(labels -> labels.get(INSTANCE))
        .map(name -> new StackName(name, object.getMetadata().getNamespace()));
  }

  private StackLabels() {}
}
