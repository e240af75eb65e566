package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void everyStepIsNamedWithTheApiServersOwnWords() {
    var failure =
        new OperatorException(
            new AggregatedOperatorException(
                "Exception(s) during workflow execution",
                Map.of(
                    "services",
                    refused(403, "services is forbidden"),
                    "config-maps",
                    new IllegalStateException(new IOException("reset")))));
    assertThat(Failures.cause(failure))
        .isEqualTo("config-maps: reset; services: services is forbidden");
  }

  @Test
  void conflictsPass() {
    assertThat(Failures.isPassing(steps(refused(409, "the object has been modified")))).isTrue();
  }

  @Test
  void refusalBesideAConflictDoesNotPass() {
    assertThat(Failures.isPassing(steps(refused(409, "modified"), refused(403, "forbidden"))))
        .isFalse();
  }

  @Test
  void endOfTheProcessPasses() {
    assertThat(Failures.isPassing(steps(new RejectedExecutionException("shut down")))).isTrue();
  }

  private static Exception steps(Exception... failures) {
    var steps = new HashMap<String, Exception>();
    for (Exception failure : failures) {
      steps.put("step-" + steps.size(), failure);
    }
    return new OperatorException(new AggregatedOperatorException("steps", steps));
  }

  private static KubernetesClientException refused(int code, String message) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
