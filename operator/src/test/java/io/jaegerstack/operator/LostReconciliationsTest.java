package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.jaegerstack.crds.v1.JaegerStack;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceDeleteEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LostReconciliationsTest {
  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private final InstantSource time = () -> now;
  private final LostReconciliations lost = new LostReconciliations(time.withZone(ZoneOffset.UTC));
  private final JaegerStack stack = stack();

  @Test
  void ordinaryReconciliationIsNotLost() {
    lost.reconciliationExecutionStarted(stack, Map.of());
    lost.reconciliationExecutionFinished(stack, Map.of());
    now = now.plusSeconds(3600);
    assertThat(lost.isEmpty()).isTrue();
  }

  @Test
  void reconciliationThatFinishesWithoutAStartIsLost() {
    lost.reconciliationExecutionFinished(stack, Map.of());
    assertThat(lost.isEmpty()).as("a delete event may still come").isTrue();
    now = now.plusSeconds(61);
    assertThat(lost.isEmpty()).isFalse();
  }

  @Test
  void deleteEventExplainsTheMiss() {
    lost.reconciliationExecutionFinished(stack, Map.of());
    lost.receivedEvent(
        new ResourceDeleteEvent(
            ResourceAction.DELETED, ResourceID.fromResource(stack), stack, false),
        Map.of());
    now = now.plusSeconds(61);
    assertThat(lost.isEmpty()).isTrue();
  }

  private static JaegerStack stack() {
    var stack = new JaegerStack();
    stack.setMetadata(new ObjectMetaBuilder().withName("tracing").withNamespace("a").build());
    return stack;
  }
}
