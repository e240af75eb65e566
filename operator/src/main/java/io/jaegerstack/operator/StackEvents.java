package io.jaegerstack.operator;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jaegerstack.crds.v1.Condition;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.JaegerStackStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An event for every condition that changed, so that `kubectl describe` tells how a stack came to
/// its state. Events are a courtesy: one that cannot be written fails nothing, and nobody may rely
/// on one.
final class StackEvents {
  private static final Logger LOG = LoggerFactory.getLogger(StackEvents.class);

  /// The API server refuses longer notes.
  private static final int MAX_NOTE = 1_000;

  /// Statements that are bad news where they hold.
  private static final List<String> ALARMS = List.of("Degraded", "PortConflict");

  /// Statements that are bad news where they do not hold; that a stack is not Ready is part of its
  /// start, and why it stays so is told by Degraded.
  private static final List<String> ASSURANCES = List.of("StorageReady");

  private final Clock clock;

  StackEvents(Clock clock) {
    this.clock = clock;
  }

  void publish(JaegerStack stack, JaegerStackStatus after, KubernetesClient client) {
    for (Condition condition : after.conditions()) {
      if (isNews(stack, condition)) {
        try {
          client.resource(event(stack, condition)).create();
        } catch (KubernetesClientException refused) {
          LOG.warn(
              "event not written reason={} stack={}/{}",
              condition.reason(),
              stack.getMetadata().getNamespace(),
              stack.getMetadata().getName(),
              refused);
        }
      }
    }
  }

  /// Progress is told by Ready; and that nothing is wrong with a new stack is no news.
  private static boolean isNews(JaegerStack stack, Condition condition) {
    if (condition.type().equals("Progressing")) {
      return false;
    }
    var before =
        requireNonNullElse(stack.getStatus(), JaegerStackStatus.UNKNOWN).conditions().stream()
            .filter(c -> c.type().equals(condition.type()))
            .findFirst();
    if (before.isEmpty()) {
      return condition.type().equals("Ready") || isBad(condition);
    }
    return !Objects.equals(before.get().status(), condition.status())
        || !Objects.equals(before.get().reason(), condition.reason());
  }

  private static boolean isBad(Condition condition) {
    return (ALARMS.contains(condition.type()) && condition.status().equals("True"))
        || (ASSURANCES.contains(condition.type()) && condition.status().equals("False"));
  }

  private Event event(JaegerStack stack, Condition condition) {
    String at = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(stack.getMetadata().getName() + ".")
        .withNamespace(stack.getMetadata().getNamespace())
        .endMetadata()
        .withType(isBad(condition) ? "Warning" : "Normal")
        .withReason(condition.reason())
        .withMessage(
            cut(condition.type() + " is " + condition.status() + ": " + condition.message()))
        .withInvolvedObject(
            new ObjectReferenceBuilder()
                .withApiVersion(stack.getApiVersion())
                .withKind(stack.getKind())
                .withName(stack.getMetadata().getName())
                .withNamespace(stack.getMetadata().getNamespace())
                .withUid(stack.getMetadata().getUid())
                .build())
        .withNewSource()
        .withComponent(JaegerStackReconciler.FIELD_MANAGER)
        .endSource()
        .withFirstTimestamp(at)
        .withLastTimestamp(at)
        .withCount(1)
        .build();
  }

  private static String cut(String note) {
    return note.length() <= MAX_NOTE ? note : note.substring(0, MAX_NOTE) + "…";
  }
}
