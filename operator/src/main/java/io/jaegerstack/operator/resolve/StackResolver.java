package io.jaegerstack.operator.resolve;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jaegerstack.crds.v1.AgentPlacement;
import io.jaegerstack.crds.v1.AgentSpec;
import io.jaegerstack.crds.v1.AgentUpdate;
import io.jaegerstack.crds.v1.AllInOneSpec;
import io.jaegerstack.crds.v1.CollectorSpec;
import io.jaegerstack.crds.v1.IngressSpec;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.JaegerStackSpec;
import io.jaegerstack.crds.v1.QuerySpec;
import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.crds.v1.Strategy;
import io.jaegerstack.operator.resolve.Resolution.Refused;
import io.jaegerstack.operator.resolve.Resolution.Resolved;
import io.jaegerstack.settings.AgentOtlpSettings;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Resolves one custom resource. What the API server has checked already is not checked again,
/// except where a plan would otherwise be impossible; what it cannot check, above all the flags in
/// `options`, is checked here.
public final class StackResolver {
  private static final AgentSpec NO_AGENT_SPEC =
      new AgentSpec(null, null, null, null, null, null, null, null, null);
  private static final AllInOneSpec NO_ALL_IN_ONE_SPEC =
      new AllInOneSpec(null, null, null, null, null, null);
  private static final CollectorSpec NO_COLLECTOR_SPEC =
      new CollectorSpec(null, null, null, null, null, null, null);
  private static final QuerySpec NO_QUERY_SPEC =
      new QuerySpec(null, null, null, null, null, null, null, null);

  /// Objects and lists inside each other in the UI's configuration, which has four at the most.
  private static final int DEEPEST_UI = 64;

  /// Keys sorted, so that equal configurations are equal texts.
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private final JaegerStack stack;
  private final JaegerStackSpec spec;
  private final Images images;
  private final PodsResolver pods;
  private final Problems problems = new Problems();

  private StackResolver(JaegerStack stack, Images images) {
    this.stack = stack;
    this.images = images;
    this.spec =
        requireNonNullElse(
            stack.getSpec(),
            new JaegerStackSpec(null, null, null, null, null, null, null, null, null));
    this.pods = new PodsResolver(images, scrapePort(spec), problems);
  }

  public static Resolution resolve(JaegerStack stack, Images images) {
    var resolver = new StackResolver(stack, images);
    List<Problem> unreadable = UnreadableAmounts.of(resolver.spec);
    return unreadable.isEmpty() ? resolver.resolution() : new Refused(unreadable);
  }

  private Resolution resolution() {
    scrapePort(spec)
        .filter(port -> port < 1 || port > HostPort.MAX_PORT)
        .ifPresent(
            port ->
                problems.add(
                    "spec.monitoring.prometheus.scrapePort",
                    "is %d, expected 1 to %d".formatted(port, HostPort.MAX_PORT)));
    new SecretNames(problems).check(spec);
    var storage = StorageResolver.resolve(spec.storage(), memoryLimit(), inEffect(), problems);
    var query = requireNonNullElse(spec.query(), NO_QUERY_SPEC);
    var agent = agent();
    var backend = backend(storage);
    checkTls(agent, backend);
    checkPorts(agent, backend);
    var plan =
        new ResolvedStack(
            new StackName(stack.getMetadata().getName(), stack.getMetadata().getNamespace()),
            requireNonNullElse(stack.getMetadata().getGeneration(), 0L),
            agent,
            backend,
            storage,
            images.of(Component.COLLECTOR),
            Optional.ofNullable(spec.sampling()).map(SamplingFile::text),
            ui(),
            basePath(query.ingress()),
            ingress(query.ingress()));
    return problems.isEmpty() ? new Resolved(plan) : new Refused(problems.all());
  }

  private @Nullable StorageType inEffect() {
    return stack.getStatus() == null ? null : stack.getStatus().storage();
  }

  private Optional<ResolvedAgent> agent() {
    var agent = requireNonNullElse(spec.agent(), NO_AGENT_SPEC);
    return switch (requireNonNullElse(agent.placement(), AgentPlacement.DaemonSet)) {
      case None -> Optional.empty();
      case DaemonSet -> Optional.of(daemonSet(agent));
    };
  }

  private ResolvedAgent daemonSet(AgentSpec agent) {
    var resolved =
        pods.of(
            Component.AGENT,
            "spec.agent",
            new PodsResolver.Wish(
                agent.image(),
                1,
                agent.resources(),
                agent.nodeSelector(),
                agent.tolerations(),
                secrets(agent.secrets())),
            options(agent.options()));
    return new ResolvedAgent(
        resolved,
        requireNonNullElse(agent.update(), AgentUpdate.InPlace),
        ResolvedAgent.Spill.of(agent.spill()),
        resolved.value(AgentSettings.COMPACT.hostPort()).port(),
        resolved.value(AgentSettings.BINARY.hostPort()).port(),
        resolved.value(AgentSettings.ZIPKIN.hostPort()).port(),
        resolved.value(AgentSettings.HTTP_HOST_PORT).port(),
        otlp(resolved));
  }

  private static Optional<ResolvedAgent.Otlp> otlp(ResolvedPods agent) {
    return agent.value(AgentOtlpSettings.ENABLED)
        ? Optional.of(
            new ResolvedAgent.Otlp(
                agent.value(AgentOtlpSettings.GRPC_HOST_PORT).port(),
                agent.value(AgentOtlpSettings.HTTP_HOST_PORT).port()))
        : Optional.empty();
  }

  private void checkTls(Optional<ResolvedAgent> agent, ResolvedBackend backend) {
    switch (backend) {
      case ResolvedBackend.AllInOne(ResolvedPods all) -> {
        var agreement = new TlsAgreement(all, problems);
        agreement.check("spec.allInOne.options", all);
        agent.ifPresent(those -> agreement.check("spec.agent.options", those.pods()));
      }
      case ResolvedBackend.Distributed(ResolvedPods collector, ResolvedPods _) ->
          agent.ifPresent(
              those ->
                  new TlsAgreement(collector, problems).check("spec.agent.options", those.pods()));
    }
  }

  private void checkPorts(Optional<ResolvedAgent> agent, ResolvedBackend backend) {
    agent.ifPresent(
        those -> ListeningPorts.ofAgent(those.pods()).check("spec.agent.options", problems));
    switch (backend) {
      case ResolvedBackend.AllInOne(ResolvedPods all) ->
          ListeningPorts.ofAllInOne(all).check(zipkinOptions(), problems);
      case ResolvedBackend.Distributed(ResolvedPods collector, ResolvedPods query) -> {
        ListeningPorts.ofCollector(collector).check("spec.collector.options", problems);
        ListeningPorts.ofQuery(query).check("spec.query.options", problems);
      }
    }
  }

  /// Those of the two sections of an all-in-one that win.
  private String zipkinOptions() {
    var allInOne = requireNonNullElse(spec.allInOne(), NO_ALL_IN_ONE_SPEC);
    return options(allInOne.options()).containsKey(CollectorSettings.ZIPKIN_HOST_PORT.name())
        ? "spec.allInOne.options"
        : "spec.collector.options";
  }

  private ResolvedBackend backend(ResolvedStorage storage) {
    var collector = requireNonNullElse(spec.collector(), NO_COLLECTOR_SPEC);
    var query = requireNonNullElse(spec.query(), NO_QUERY_SPEC);
    return switch (strategy(spec)) {
      case AllInOne -> allInOne(collector, query);
      case Distributed -> distributed(storage, collector, query);
    };
  }

  private ResolvedBackend allInOne(CollectorSpec collector, QuerySpec query) {
    var allInOne = requireNonNullElse(spec.allInOne(), NO_ALL_IN_ONE_SPEC);
    var wish =
        new PodsResolver.Wish(
            allInOne.image(),
            1,
            allInOne.resources(),
            allInOne.nodeSelector(),
            allInOne.tolerations(),
            secrets(collector.secrets(), query.secrets(), allInOne.secrets()));
    pods.check(Component.COLLECTOR, "spec.collector", wish, options(collector.options()));
    pods.check(Component.QUERY, "spec.query", wish, options(query.options()));
    pods.check(Component.ALL_IN_ONE, "spec.allInOne", wish, options(allInOne.options()));
    var together = new TreeMap<>(options(collector.options()));
    together.putAll(options(query.options()));
    together.putAll(options(allInOne.options()));
    return new ResolvedBackend.AllInOne(pods.unchecked(Component.ALL_IN_ONE, wish, together));
  }

  private ResolvedBackend distributed(
      ResolvedStorage storage, CollectorSpec collector, QuerySpec query) {
    if (!(storage instanceof ResolvedStorage.Servers)) {
      problems.add(
          "spec.storage.type",
          "is %s, expected Elasticsearch, OpenSearch or Cassandra with strategy Distributed, or strategy AllInOne"
              .formatted(storage.type()));
    }
    return new ResolvedBackend.Distributed(
        pods.of(
            Component.COLLECTOR,
            "spec.collector",
            new PodsResolver.Wish(
                collector.image(),
                requireNonNullElse(collector.replicas(), 1),
                collector.resources(),
                collector.nodeSelector(),
                collector.tolerations(),
                secrets(collector.secrets())),
            options(collector.options())),
        pods.of(
            Component.QUERY,
            "spec.query",
            new PodsResolver.Wish(
                query.image(),
                requireNonNullElse(query.replicas(), 1),
                query.resources(),
                query.nodeSelector(),
                query.tolerations(),
                secrets(query.secrets())),
            options(query.options())));
  }

  /// Of the one pod that may store in memory.
  private Optional<Quantity> memoryLimit() {
    var allInOne = requireNonNullElse(spec.allInOne(), NO_ALL_IN_ONE_SPEC);
    return switch (strategy(spec)) {
      case AllInOne ->
          Optional.ofNullable(
              Resources.ALL_IN_ONE.with(allInOne.resources()).getLimits().get("memory"));
      case Distributed -> Optional.empty();
    };
  }

  private static Strategy strategy(JaegerStackSpec spec) {
    return requireNonNullElse(spec.strategy(), Strategy.AllInOne);
  }

  private static Optional<Integer> scrapePort(JaegerStackSpec spec) {
    return Optional.ofNullable(spec.monitoring())
        .flatMap(monitoring -> Optional.ofNullable(monitoring.prometheus()))
        .flatMap(prometheus -> Optional.ofNullable(prometheus.scrapePort()));
  }

  private static String basePath(@Nullable IngressSpec ingress) {
    String path = ingress == null ? "/" : requireNonNullElse(ingress.path(), "/");
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static Optional<ResolvedIngress> ingress(@Nullable IngressSpec ingress) {
    if (ingress == null || !requireNonNullElse(ingress.enabled(), true)) {
      return Optional.empty();
    }
    return Optional.of(
        new ResolvedIngress(
            Optional.ofNullable(ingress.host()),
            Optional.ofNullable(ingress.className()),
            options(ingress.annotations()),
            Optional.ofNullable(ingress.tls())
                .flatMap(tls -> Optional.ofNullable(tls.secretName()))));
  }

  /// Each once, in the order in which they are given.
  @SafeVarargs
  private static List<String> secrets(@Nullable List<String>... sections) {
    return Stream.of(sections)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static SortedMap<String, String> options(@Nullable Map<String, String> options) {
    var given = new TreeMap<String, String>(requireNonNullElse(options, Map.of()));
    given.values().removeIf(Objects::isNull); // as good as absent
    return given;
  }

  private Optional<String> ui() {
    if (spec.ui() != null && isDeeper(spec.ui(), DEEPEST_UI)) {
      problems.add(
          "spec.ui", "is nested deeper than %d, expected the UI's settings".formatted(DEEPEST_UI));
      return Optional.empty();
    }
    return Optional.ofNullable(spec.ui()).map(StackResolver::sorted);
  }

  private static boolean isDeeper(JsonNode json, int most) {
    if (most == 0) {
      return json.isContainerNode();
    }
    for (JsonNode inside : json) {
      if (isDeeper(inside, most - 1)) {
        return true;
      }
    }
    return false;
  }

  private static String sorted(Object json) {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(JSON.convertValue(json, Map.class));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("spec.ui came as JSON and cannot be written", impossible);
    }
  }
}
