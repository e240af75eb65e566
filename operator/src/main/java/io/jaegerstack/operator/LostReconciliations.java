package io.jaegerstack.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Finds stacks that the framework will never reconcile again. In the framework's version 5.2.3 a
/// reconciliation that was submitted and then does not find its stack in the cache returns without
/// taking back the mark "under processing" (java-operator-sdk issue 3416); should the stack come
/// back, no event and no timer reaches it until the process restarts. Seen from here: an execution
/// that finishes without having started. A delete event afterwards clears the framework's mark, so
/// only a stack that stays marked is lost; then liveness fails, and a restart mends it.
final class LostReconciliations implements Metrics {
  /// How long after the miss a delete event may still explain it.
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Map<ResourceID, Instant> missed = new ConcurrentHashMap<>();
  private final Set<ResourceID> running = ConcurrentHashMap.newKeySet();
  private final Clock clock;

  LostReconciliations(Clock clock) {
    this.clock = clock;
  }

  boolean isEmpty() {
    Instant explained = clock.instant().minus(GRACE);
    return missed.values().stream().noneMatch(at -> at.isBefore(explained));
  }

  @Override
  public void receivedEvent(Event event, Map<String, Object> metadata) {
    if (event instanceof ResourceEvent change && change.getAction() == ResourceAction.DELETED) {
      missed.remove(event.getRelatedCustomResourceID());
    }
  }

  @Override
  public void reconciliationExecutionStarted(HasMetadata stack, Map<String, Object> metadata) {
    running.add(ResourceID.fromResource(stack));
    missed.remove(ResourceID.fromResource(stack));
  }

  @Override
  public void reconciliationExecutionFinished(HasMetadata stack, Map<String, Object> metadata) {
    if (!running.remove(ResourceID.fromResource(stack))) {
      missed.put(ResourceID.fromResource(stack), clock.instant());
    }
  }
}
