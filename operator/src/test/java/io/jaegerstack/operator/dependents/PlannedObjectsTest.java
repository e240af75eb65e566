package io.jaegerstack.operator.dependents;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.jaegerstack.crds.v1.JaegerStack;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.managed.ManagedWorkflowAndDependentResourceContext;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlannedObjectsTest {
  private static final String NOW = "now";
  private static final String BEFORE = "before";

  @Test
  void objectsOfADeletedStackOfTheSameNameAreLeftOut() {
    assertThat(seen(object("ours", NOW).build(), object("theirs", BEFORE).build()))
        .containsExactly("ours");
  }

  @Test
  void objectsWithoutAnOwnerAreLeftOut() {
    var free = new ConfigMapBuilder().withNewMetadata().withName("free").endMetadata().build();
    assertThat(seen(free)).isEmpty();
  }

  @Test
  void objectsOnTheirWayOutAreLeftOut() {
    var going =
        object("going", NOW)
            .editMetadata()
            .withDeletionTimestamp("2026-01-01T00:00:00Z")
            .endMetadata()
            .build();
    assertThat(seen(going)).isEmpty();
  }

  @Test
  void heldObjectsAreLeftOutSoThatTheyStayAsTheyAre() {
    var held = object("held", NOW).build();
    assertThat(seen(List.of(held), held, object("planned", NOW).build()))
        .containsExactly("planned");
  }

  private static Iterable<String> seen(ConfigMap... objects) {
    return seen(List.of(), objects);
  }

  private static Iterable<String> seen(List<HasMetadata> held, ConfigMap... objects) {
    var stack = new JaegerStack();
    stack.setMetadata(new ObjectMetaBuilder().withName("tracing").withUid(NOW).build());
    return new ConfigMaps()
        .getSecondaryResources(stack, context(new Plan(List.of(), held), objects))
        .keySet();
  }

  private static ConfigMapBuilder object(String name, String ownersUid) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .addNewOwnerReference()
        .withApiVersion("jaegerstack.io/v1")
        .withKind("JaegerStack")
        .withName("tracing")
        .withUid(ownersUid)
        .endOwnerReference()
        .endMetadata();
  }

  /// A context in which the cluster has `objects`, and which can do nothing else.
  private static Context<JaegerStack> context(Plan plan, ConfigMap... objects) {
    var workflow =
        answering(
            ManagedWorkflowAndDependentResourceContext.class, Map.of("getMandatory", () -> plan));
    return answering(
        Context.class,
        Map.of(
            "getSecondaryResourcesAsStream",
            () -> Stream.of(objects),
            "managedWorkflowAndDependentResourceContext",
            () -> workflow));
  }

  @SuppressWarnings("unchecked")
  private static <T> T answering(Class<?> type, Map<String, Supplier<?>> answers) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (answers.containsKey(method.getName())) {
                return answers.get(method.getName()).get();
              }
              throw new UnsupportedOperationException(method.toString());
            });
  }
}
