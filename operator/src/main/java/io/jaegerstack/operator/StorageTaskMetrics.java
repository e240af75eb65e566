package io.jaegerstack.operator;

import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.StorageTaskStatus;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The last runs of tasks about storages, for alerts: the commands themselves end before anybody
/// could scrape them. A run that has not ended yet changes nothing.
final class StorageTaskMetrics {
  private final MeterRegistry registry;
  private final Map<ResourceID, Map<String, StorageTaskStatus>> known = new HashMap<>();
  private final Map<ResourceID, List<Meter>> meters = new HashMap<>();

  StorageTaskMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  synchronized void show(JaegerStack stack, Map<String, StorageTaskStatus> tasks) {
    var id = ResourceID.fromResource(stack);
    if (tasks.equals(known.get(id))) {
      return;
    }
    forget(id);
    known.put(id, tasks);
    var shown = new ArrayList<Meter>();
    tasks.forEach(
        (task, status) -> {
          if (status.finishedAt() != null) {
            shown.addAll(gauges(stack, task, status, Instant.parse(status.finishedAt())));
          }
        });
    meters.put(id, shown);
  }

  synchronized void forget(ResourceID id) {
    known.remove(id);
    meters.getOrDefault(id, List.of()).forEach(registry::remove);
    meters.remove(id);
  }

  private List<Meter> gauges(
      JaegerStack stack, String task, StorageTaskStatus status, Instant finished) {
    var tags =
        Tags.of(
            "namespace",
            stack.getMetadata().getNamespace(),
            "stack",
            stack.getMetadata().getName(),
            "task",
            task);
    double succeeded = "Succeeded".equals(status.result()) ? 1 : 0;
    return List.of(
        Gauge.builder("jaegerstack.storage.task.succeeded", () -> succeeded)
            .description("1 where the last run of a task about a stack's storage succeeded")
            .tags(tags)
            .register(registry),
        Gauge.builder(
                "jaegerstack.storage.task.finished.timestamp.seconds", finished::getEpochSecond)
            .description("when the last run of a task about a stack's storage ended, Unix time")
            .tags(tags)
            .register(registry));
  }
}
