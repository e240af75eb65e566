package io.jaegerstack.operator.manifests;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jaegerstack.operator.manifests.access.AccessManifests;
import io.jaegerstack.operator.manifests.agent.AgentManifests;
import io.jaegerstack.operator.manifests.allinone.AllInOneManifests;
import io.jaegerstack.operator.manifests.collector.CollectorManifests;
import io.jaegerstack.operator.manifests.query.QueryManifests;
import io.jaegerstack.operator.manifests.storage.StorageManifests;
import io.jaegerstack.operator.manifests.storage.TaskManifests;
import io.jaegerstack.operator.manifests.storage.VolumeManifests;
import io.jaegerstack.operator.resolve.ResolvedBackend.AllInOne;
import io.jaegerstack.operator.resolve.ResolvedBackend.Distributed;
import io.jaegerstack.operator.resolve.ResolvedPods;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.ResolvedStorage.Local;
import io.jaegerstack.operator.resolve.ResolvedStorage.Memory;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import io.jaegerstack.settings.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A whole stack on one page: every object, in the order in which it is applied. What is not in
/// this list is removed from the cluster.
public final class StackManifests {

  /// @param withAgents false where another stack's agents hold the nodes' ports
  public static List<HasMetadata> of(ResolvedStack stack, boolean withAgents) {
    var objects = new ArrayList<HasMetadata>();
    objects.add(AccessManifests.serviceAccount(stack));
    objects.add(StorageManifests.configMap(stack));
    objects.addAll(storage(stack));
    CollectorManifests.sampling(stack).ifPresent(objects::add);
    QueryManifests.ui(stack).ifPresent(objects::add);
    switch (stack.backend()) {
      case AllInOne(ResolvedPods pods) -> {
        objects.addAll(services(stack, Component.ALL_IN_ONE, pods, Component.ALL_IN_ONE, pods));
        objects.add(AllInOneManifests.deployment(stack, pods));
      }
      case Distributed(ResolvedPods collector, ResolvedPods query) -> {
        objects.addAll(services(stack, Component.COLLECTOR, collector, Component.QUERY, query));
        objects.add(CollectorManifests.deployment(stack, collector));
        CollectorManifests.disruptionBudget(stack.name(), collector).ifPresent(objects::add);
        objects.add(QueryManifests.deployment(stack, query));
        QueryManifests.disruptionBudget(stack.name(), query).ifPresent(objects::add);
      }
    }
    stack.ingress().map(i -> AccessManifests.ingress(stack, i)).ifPresent(objects::add);
    if (withAgents) {
      stack.agent().map(a -> AgentManifests.daemonSet(stack, a)).ifPresent(objects::add);
    }
    return List.copyOf(objects);
  }

  /// Those of `objects` that store spans: they are given a storage only when that is ready for
  /// them.
  public static List<HasMetadata> storing(ResolvedStack stack, List<HasMetadata> objects) {
    String name =
        switch (stack.backend()) {
          case AllInOne allInOne -> stack.name().name();
          case Distributed distributed -> stack.name().collector();
        };
    return objects.stream()
        .filter(Deployment.class::isInstance)
        .filter(object -> object.getMetadata().getName().equals(name))
        .toList();
  }

  private static List<HasMetadata> storage(ResolvedStack stack) {
    return switch (stack.storage()) {
      case Memory memory -> List.of();
      case Local local -> List.of(VolumeManifests.claim(stack, local));
      case Servers servers ->
          Stream.<HasMetadata>concat(
                  Stream.of(TaskManifests.schema(stack, servers)),
                  servers.retention().stream()
                      .map(task -> TaskManifests.cronJob(stack, servers, task)))
              .toList();
    };
  }

  private static List<HasMetadata> services(
      ResolvedStack stack,
      Component collector,
      ResolvedPods collectorPods,
      Component query,
      ResolvedPods queryPods) {
    return List.of(
        CollectorManifests.service(stack.name(), collector, collectorPods),
        CollectorManifests.headlessService(stack.name(), collector, collectorPods),
        QueryManifests.service(stack.name(), query, queryPods));
  }

  private StackManifests() {}
}
