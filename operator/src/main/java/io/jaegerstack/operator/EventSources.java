package io.jaegerstack.operator;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.resolve.StackName;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What wakes a reconciliation, beside the stack itself and the objects that are applied for it.
final class EventSources {
  private static final String NEIGHBOURS = "neighbours";

  /// The stack's pods: they are not ours to write, but they say why something does not run.
  static InformerEventSource<Pod, JaegerStack> pods(EventSourceContext<JaegerStack> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Pod.class, JaegerStack.class)
            .withName("pods")
            .withLabelSelector(StackLabels.OURS)
            .withSecondaryToPrimaryMapper(EventSources::stackOf)
            .build(),
        context);
  }

  /// What is said of claims of volumes: a claim itself does not say why it gets none.
  static InformerEventSource<Event, JaegerStack> claimEvents(
      EventSourceContext<JaegerStack> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Event.class, JaegerStack.class)
            .withName("claim-events")
            .withFieldSelector(
                new FieldSelector(
                    new FieldSelector.Field("involvedObject.kind", "PersistentVolumeClaim")))
            .withSecondaryToPrimaryMapper(EventSources::stackOfClaim)
            .build(),
        context);
  }

  private static Set<ResourceID> stackOfClaim(Event event) {
    return Optional.ofNullable(event.getInvolvedObject().getName())
        .flatMap(StackName::ofVolumeClaim)
        .map(stack -> Set.of(new ResourceID(stack, event.getMetadata().getNamespace())))
        .orElse(Set.of());
  }

  /// Other stacks: when one changes or goes, the ports of its agents may become free, or be taken,
  /// for younger ones.
  static EventSource<JaegerStack, JaegerStack> neighbours(EventSourceContext<JaegerStack> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(JaegerStack.class, JaegerStack.class)
            .withName(NEIGHBOURS)
            .withSecondaryToPrimaryMapper(changed -> youngerThan(changed, context))
            .withOnUpdateFilter(
                (now, before) ->
                    !Objects.equals(
                            now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                        || now.getMetadata().getDeletionTimestamp() != null)
            .build(),
        context);
  }

  /// All stacks, as the source that wakes a stack for its neighbours knows them. The controller's
  /// own cache is filled by another watch and may be behind: who was woken by a deletion would find
  /// the deleted stack there, and not be woken again.
  @SuppressWarnings("unchecked")
  static Cache<JaegerStack> stacks(Context<JaegerStack> context) {
    return (Cache<JaegerStack>)
        context.eventSourceRetriever().getEventSourceFor(JaegerStack.class, NEIGHBOURS);
  }

  private static Set<ResourceID> stackOf(Pod pod) {
    return StackLabels.stackOf(pod)
        .map(stack -> Set.of(new ResourceID(stack.name(), stack.namespace())))
        .orElse(Set.of());
  }

  private static Set<ResourceID> youngerThan(
      JaegerStack changed, EventSourceContext<JaegerStack> context) {
    return context
        .getPrimaryCache()
        .list(other -> NodePorts.BY_AGE.compare(changed, other) < 0)
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private EventSources() {}
}
