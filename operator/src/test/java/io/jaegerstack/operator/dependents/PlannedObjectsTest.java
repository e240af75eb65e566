package io.jaegerstack.operator.dependents;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.jaegerstack.crds.v1.JaegerStack;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.lang.reflect.Proxy;
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

  private static Iterable<String> seen(ConfigMap... objects) {
    var stack = new JaegerStack();
    stack.setMetadata(new ObjectMetaBuilder().withName("tracing").withUid(NOW).build());
    return new ConfigMaps().getSecondaryResources(stack, context(objects)).keySet();
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
  @SuppressWarnings("unchecked")
  private static Context<JaegerStack> context(ConfigMap... objects) {
    return (Context<JaegerStack>)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (self, method, arguments) -> {
              if (method.getName().equals("getSecondaryResourcesAsStream")) {
                return Stream.of(objects);
              }
              throw new UnsupportedOperationException(method.toString());
            });
  }
}
