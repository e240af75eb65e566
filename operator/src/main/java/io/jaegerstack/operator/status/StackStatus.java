package io.jaegerstack.operator.status;

import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.jaegerstack.crds.v1.ComponentStatus;
import io.jaegerstack.crds.v1.EndpointsStatus;
import io.jaegerstack.crds.v1.JaegerStackStatus;
import io.jaegerstack.crds.v1.Strategy;
import io.jaegerstack.operator.resolve.Problem;
import io.jaegerstack.operator.resolve.ResolvedAgent;
import io.jaegerstack.operator.resolve.ResolvedBackend.AllInOne;
import io.jaegerstack.operator.resolve.ResolvedBackend.Distributed;
import io.jaegerstack.operator.resolve.ResolvedPods;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.Ports;
import io.jaegerstack.settings.QuerySettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a stack's status says.
public final class StackStatus {

  /// @param portHolder the stack whose agents hold the nodes' ports that this stack's agents need,
  ///   if any
  public static JaegerStackStatus of(
      ResolvedStack wanted,
      Observed seen,
      Optional<StackName> portHolder,
      JaegerStackStatus before,
      Instant now) {
    var agents = wanted.agent().map(agent -> agents(wanted, agent, seen, portHolder));
    var backend = backend(wanted, seen);
    var all = Stream.concat(agents.stream(), backend.values().stream()).distinct().toList();
    var conditions = new Conditions(before.conditions(), wanted.generation(), now);
    describe(conditions, all, portHolder, Preflight.of(wanted, seen).isPassed());
    StorageReady.into(conditions, wanted, seen);
    if (wanted.agent().isEmpty()) {
      conditions.without(Conditions.PORT_CONFLICT);
    }
    var components = new TreeMap<String, ComponentStatus>();
    backend.forEach((component, state) -> components.put(component.word(), state.toStatus()));
    agents.ifPresent(state -> components.put(Component.AGENT.word(), state.toStatus()));
    return new JaegerStackStatus(
        wanted.generation(),
        strategy(wanted),
        wanted.storage().type(),
        conditions.list(),
        components,
        StorageTasks.of(wanted.storage(), seen, before.storageTasks()),
        endpoints(wanted));
  }

  /// A custom resource that cannot be honoured: what ran before goes on running.
  ///
  /// @param reports of the collectors that run
  public static JaegerStackStatus refused(
      long generation,
      List<Problem> problems,
      List<StorageReport> reports,
      JaegerStackStatus before,
      Instant now) {
    String all = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    var conditions =
        new Conditions(before.conditions(), generation, now)
            .with(Conditions.READY, false, "InvalidSpec", all)
            .with(Conditions.PROGRESSING, false, "InvalidSpec", "waiting for a valid spec")
            .with(
                Conditions.DEGRADED,
                true,
                "InvalidSpec",
                "the objects of the last valid spec are left as they are: " + all);
    StorageReady.ofWhatRuns(conditions, before.storage(), reports);
    return with(before, generation, conditions);
  }

  /// A reconciliation that failed and will be tried again. Whether the pods serve is not in
  /// question: Ready keeps its answer, with the generation that it is about.
  ///
  /// @param reports of the collectors that run
  public static JaegerStackStatus failed(
      long generation,
      String cause,
      List<StorageReport> reports,
      JaegerStackStatus before,
      Instant now) {
    var conditions =
        new Conditions(before.conditions(), generation, now)
            .with(Conditions.DEGRADED, true, "ReconcileFailed", cause + "; it is tried again");
    StorageReady.ofWhatRuns(conditions, before.storage(), reports);
    return with(before, generation, conditions);
  }

  private static JaegerStackStatus with(
      JaegerStackStatus before, long generation, Conditions conditions) {
    return new JaegerStackStatus(
        generation,
        before.strategy(),
        before.storage(),
        conditions.list(),
        before.components(),
        before.storageTasks(),
        before.endpoints());
  }

  /// What keeps collectors from the storage that is wanted, said in StorageReady.
  private static final String WAITING = "collectors wait for the storage: see StorageReady";

  private static void describe(
      Conditions conditions,
      List<ComponentState> all,
      Optional<StackName> portHolder,
      boolean hasStorage) {
    var incomplete = all.stream().filter(state -> !state.isComplete()).toList();
    var failures = all.stream().flatMap(state -> state.failures().stream()).toList();
    String conflict = portHolder.map(StackStatus::conflict).orElse("");
    ready(conditions, all, incomplete, conflict, hasStorage);
    progressing(conditions, incomplete, hasStorage);
    degraded(conditions, failures, conflict);
    conditions.with(
        Conditions.PORT_CONFLICT,
        portHolder.isPresent(),
        portHolder.isPresent() ? "HeldByOlderStack" : "NoConflict",
        portHolder.isPresent() ? conflict : "no other stack's agents need the same node ports");
  }

  private static void progressing(
      Conditions conditions, List<ComponentState> incomplete, boolean hasStorage) {
    if (!hasStorage) {
      conditions.with(Conditions.PROGRESSING, true, "WaitingForStorage", WAITING);
    } else if (!incomplete.isEmpty()) {
      conditions.with(
          Conditions.PROGRESSING,
          true,
          "RollingOut",
          join(incomplete.stream().map(ComponentState::describe)));
    } else {
      conditions.with(
          Conditions.PROGRESSING, false, "UpToDate", "every pod has the current configuration");
    }
  }

  private static void ready(
      Conditions conditions,
      List<ComponentState> all,
      List<ComponentState> incomplete,
      String conflict,
      boolean hasStorage) {
    if (!conflict.isEmpty()) {
      conditions.with(Conditions.READY, false, "PortConflict", conflict);
    } else if (!hasStorage) {
      conditions.with(Conditions.READY, false, "WaitingForStorage", WAITING);
    } else if (!incomplete.isEmpty()) {
      var failures = all.stream().flatMap(state -> state.failures().stream());
      var missing = incomplete.stream().map(ComponentState::describe);
      conditions.with(
          Conditions.READY, false, "ComponentsNotReady", join(Stream.concat(missing, failures)));
    } else if (all.stream().anyMatch(StackStatus::runsNowhere)) {
      conditions.with(
          Conditions.READY, false, "AgentRunsNowhere", "agent: no node matches spec.agent");
    } else {
      conditions.with(
          Conditions.READY,
          true,
          "AllComponentsReady",
          join(all.stream().map(ComponentState::describe)));
    }
  }

  private static void degraded(Conditions conditions, List<String> failures, String conflict) {
    if (!failures.isEmpty()) {
      conditions.with(Conditions.DEGRADED, true, "PodsFailing", join(failures.stream()));
    } else if (!conflict.isEmpty()) {
      conditions.with(Conditions.DEGRADED, true, "PortConflict", conflict);
    } else {
      conditions.with(Conditions.DEGRADED, false, "AsExpected", "no pod reports a failure");
    }
  }

  private static String conflict(StackName holder) {
    return ("agents are not placed: those of stack %s in namespace %s, which is older, hold the same ports on the same"
            + " nodes; set spec.agent.placement to None, other ports in spec.agent.options, or a nodeSelector that"
            + " keeps both apart")
        .formatted(holder.name(), holder.namespace());
  }

  private static boolean runsNowhere(ComponentState state) {
    return state.name().equals(Component.AGENT.word()) && state.desired() == 0;
  }

  private static ComponentState agents(
      ResolvedStack wanted, ResolvedAgent agent, Observed seen, Optional<StackName> portHolder) {
    String name = Component.AGENT.word();
    String image = agent.pods().image();
    if (portHolder.isPresent()) {
      return ComponentState.refused(name, image);
    }
    return seen.daemonSet(wanted.name().agent())
        .map(
            daemonSet -> ComponentState.of(name, image, daemonSet, failures(seen, Component.AGENT)))
        .orElseGet(() -> ComponentState.absent(name, image, 0));
  }

  /// With AllInOne, collector and query are one pod and have one state.
  private static TreeMap<Component, ComponentState> backend(ResolvedStack wanted, Observed seen) {
    var states = new TreeMap<Component, ComponentState>();
    switch (wanted.backend()) {
      case AllInOne(ResolvedPods pods) -> {
        var state = deployment(seen, Component.ALL_IN_ONE, wanted.name().name(), pods);
        states.put(Component.COLLECTOR, state);
        states.put(Component.QUERY, state);
      }
      case Distributed(ResolvedPods collector, ResolvedPods query) -> {
        states.put(
            Component.COLLECTOR,
            deployment(seen, Component.COLLECTOR, wanted.name().collector(), collector));
        states.put(
            Component.QUERY, deployment(seen, Component.QUERY, wanted.name().query(), query));
      }
    }
    return states;
  }

  private static ComponentState deployment(
      Observed seen, Component component, String objectName, ResolvedPods pods) {
    return seen.deployment(objectName)
        .map(
            deployment -> {
              var failures = new ArrayList<>(failures(seen, component));
              Optional.ofNullable(deployment.getStatus()).stream()
                  .flatMap(status -> status.getConditions().stream())
                  .filter(c -> c.getType().equals("ReplicaFailure") && c.getStatus().equals("True"))
                  .map(DeploymentCondition::getMessage)
                  .forEach(message -> failures.add(component.word() + ": " + message));
              return ComponentState.of(
                  component.word(), pods.image(), pods.replicas(), deployment, failures);
            })
        .orElseGet(() -> ComponentState.absent(component.word(), pods.image(), pods.replicas()));
  }

  private static List<String> failures(Observed seen, Component component) {
    return seen.podsOf(component).flatMap(pod -> PodFailure.of(pod).stream()).sorted().toList();
  }

  private static Strategy strategy(ResolvedStack wanted) {
    return switch (wanted.backend()) {
      case AllInOne allInOne -> Strategy.AllInOne;
      case Distributed distributed -> Strategy.Distributed;
    };
  }

  private static EndpointsStatus endpoints(ResolvedStack wanted) {
    var name = wanted.name();
    String path = wanted.basePath().equals("/") ? "" : wanted.basePath();
    return new EndpointsStatus(
        "%s.%s.svc".formatted(name.collector(), name.namespace()),
        "%s://%s.%s.svc:%d%s"
            .formatted(
                wanted.queryPods().value(QuerySettings.HTTP_TLS.enabled()) ? "https" : "http",
                name.query(),
                name.namespace(),
                Ports.QUERY_HTTP,
                path),
        wanted
            .ingress()
            .flatMap(
                ingress ->
                    ingress
                        .host()
                        .map(
                            host ->
                                (ingress.tlsSecretName().isPresent() ? "https://" : "http://")
                                    + host
                                    + path))
            .orElse(null));
  }

  private static String join(Stream<String> parts) {
    return parts.collect(Collectors.joining("; "));
  }

  private StackStatus() {}
}
