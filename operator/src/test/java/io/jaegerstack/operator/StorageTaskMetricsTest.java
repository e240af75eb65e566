package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.StorageTaskStatus;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageTaskMetricsTest {
  private static final String TAGS = "{namespace=\"n\",stack=\"tracing\",task=\"clean\"} ";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StorageTaskMetrics metrics = new StorageTaskMetrics(registry);
  private final JaegerStack stack = new JaegerStack();

  StorageTaskMetricsTest() {
    stack.setMetadata(new ObjectMetaBuilder().withName("tracing").withNamespace("n").build());
  }

  @Test
  void lastRunAndItsEndAreShown() {
    metrics.show(stack, Map.of("clean", run("Succeeded", "1970-01-01T00:01:40Z")));
    assertThat(registry.scrape())
        .contains("jaegerstack_storage_task_succeeded" + TAGS + "1.0")
        .contains("jaegerstack_storage_task_finished_timestamp_seconds" + TAGS + "100.0");
    metrics.show(stack, Map.of("clean", run("Failed", "1970-01-01T00:03:20Z")));
    assertThat(registry.scrape())
        .contains("jaegerstack_storage_task_succeeded" + TAGS + "0.0")
        .contains("jaegerstack_storage_task_finished_timestamp_seconds" + TAGS + "200.0");
  }

  @Test
  void runThatHasNotEndedIsNotShown() {
    metrics.show(
        stack, Map.of("clean", new StorageTaskStatus("Running", null, null, null, "clean-1")));
    assertThat(registry.scrape()).doesNotContain("storage_task");
  }

  @Test
  void nothingIsLeftOfAStackThatIsGone() {
    metrics.show(stack, Map.of("clean", run("Succeeded", "1970-01-01T00:01:40Z")));
    metrics.forget(ResourceID.fromResource(stack));
    assertThat(registry.scrape()).doesNotContain("storage_task");
  }

  private static StorageTaskStatus run(String result, String finished) {
    return new StorageTaskStatus(result, null, null, finished, "clean-1");
  }
}
