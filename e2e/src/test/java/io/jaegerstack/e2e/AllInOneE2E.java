package io.jaegerstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A stack of the fewest lines: agents on every node, one backend pod, spans on a volume of the
/// cluster's default StorageClass.
class AllInOneE2E extends StackContract {
  @Override
  String imageField() {
    return "allInOne";
  }

  @Override
  String scenario() {
    return "all-in-one";
  }

  @Test
  @Order(6)
  void spansOutliveTheirPod() {
    assertThat(stack().condition("StorageReady").path("reason").asText()).isEqualTo("OnVolume");
    List<ExpectedTrace> sent =
        app().run("before", Map.of(), "client", "-unary", "5", "-stream", "5");
    SampleApp.assertStored(query(), sent);
    Pod before = backend();

    cluster().kubectl("-n", stack().namespace(), "delete", "pod", before.getMetadata().getName());

    Await.until(
        Duration.ofMinutes(2),
        () ->
            assertThat(backend().getMetadata().getUid())
                .isNotEqualTo(before.getMetadata().getUid()));
    stack().awaitCondition("Ready", "True");
    SampleApp.assertStored(query(), sent);
  }

  private Pod backend() {
    List<Pod> pods =
        cluster()
            .client()
            .pods()
            .inNamespace(stack().namespace())
            .withLabel("app.kubernetes.io/component", "all-in-one")
            .list()
            .getItems();
    assertThat(pods).hasSize(1);
    return pods.getFirst();
  }
}
