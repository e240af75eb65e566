package io.jaegerstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The classic gRPC service and its clients (`e2e/apps/otgrpc`) in a namespace of the cluster.
final class SampleApp {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Path MANIFESTS = Program.ROOT.resolve("e2e/apps/otgrpc/k8s");

  private final ObjectMapper json = new ObjectMapper();
  private final Cluster cluster;
  private final String namespace;

  SampleApp(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /// Brings up the server; its pods report to the agent of their node.
  void startServer() {
    cluster.kubectl("apply", "-n", namespace, "-f", "e2e/apps/otgrpc/k8s/server.yaml");
    cluster.kubectl(
        "-n", namespace, "rollout", "status", "deployment/shop-server", "--timeout=180s");
  }

  /// Runs a client to its end, with the agent of its node in `JAEGER_AGENT_HOST`, and answers the
  /// traces it made.
  ///
  /// @param environment added to the client's
  /// @param arguments subcommand and flags, such as `client -unary 100`
  List<ExpectedTrace> run(String name, Map<String, String> environment, String... arguments) {
    start(name, environment, arguments);
    return await(name);
  }

  /// Runs an OpenTelemetry client that reports to the stack's collectors, without agent and server,
  /// and answers the traces it made.
  List<ExpectedTrace> runWithoutAgent(String name) {
    String collector = "http://%s-collector.%s.svc:4317".formatted(Stack.NAME, namespace);
    return run(
        name,
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector),
        "otlp",
        "-traces",
        "5",
        "-protocol",
        "grpc");
  }

  /// Starts a client, to be ended by [#stop(String)] where it would go on for long.
  void start(String name, Map<String, String> environment, String... arguments) {
    jobs().resource(job(name, environment, arguments)).create();
  }

  /// Waits for a client that was started, and answers the traces it made.
  List<ExpectedTrace> await(String name) {
    Await.until(LIMIT, () -> requireDone(name));
    return traces(jobs().withName(name).getLog());
  }

  /// Ends a client early that was started with `-brief`: it finishes the call that it is in.
  /// Answers the spans of each trace that it made.
  ///
  /// @throws AssertionError where it is not running any more
  Map<String, Integer> stop(String name) {
    Pod pod = pod(name);
    if (!"Running".equals(pod.getStatus().getPhase())) {
      throw new AssertionError(
          "client " + name + " is " + pod.getStatus().getPhase() + ", expected it to run still");
    }
    cluster.kubectl("-n", namespace, "exec", pod.getMetadata().getName(), "--", "/otgrpc", "stop");
    Await.until(LIMIT, () -> requireDone(name));
    var counts = new HashMap<String, Integer>();
    for (JsonNode line : lines(jobs().withName(name).getLog())) {
      counts.put(line.path("traceId").asText(), line.path("spanCount").asInt());
    }
    return counts;
  }

  /// The client's pod.
  Pod pod(String name) {
    return cluster
        .client()
        .pods()
        .inNamespace(namespace)
        .withLabel("batch.kubernetes.io/job-name", name)
        .list()
        .getItems()
        .getFirst();
  }

  private NonNamespaceOperation<Job, JobList, ScalableResource<Job>> jobs() {
    return cluster.client().batch().v1().jobs().inNamespace(namespace);
  }

  private void requireDone(String name) {
    var status = jobs().withName(name).get().getStatus();
    if (status.getSucceeded() == null || status.getSucceeded() < 1) {
      throw new AssertionError("job " + name + " of " + namespace + " is not done: " + status);
    }
  }

  /// The client's own manifest, with another name, arguments and more environment.
  private Job job(String name, Map<String, String> environment, String... arguments) {
    try (InputStream manifest = Files.newInputStream(MANIFESTS.resolve("client.yaml"))) {
      Job job = cluster.client().batch().v1().jobs().load(manifest).item();
      job.getMetadata().setName(name);
      var container = job.getSpec().getTemplate().getSpec().getContainers().getFirst();
      container.setArgs(List.of(arguments));
      container.getEnv().add(new EnvVar("SHOP_ADDRESS", "shop-server:25051", null));
      environment.forEach((key, value) -> container.getEnv().add(new EnvVar(key, value, null)));
      return job;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ExpectedTrace> traces(String log) {
    return lines(log).stream().map(line -> json.convertValue(line, ExpectedTrace.class)).toList();
  }

  private List<JsonNode> lines(String log) {
    var all = new ArrayList<JsonNode>();
    for (String line : log.lines().filter(text -> text.startsWith("{")).toList()) {
      try {
        JsonNode node = json.readTree(line);
        if (node.has("traceId")) {
          all.add(node);
        }
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("no trace in \"" + line + "\"", e);
      }
    }
    return all;
  }

  /// That `query` has as many spans of each trace as `expected` says; waits while spans are on
  /// their way.
  static void assertCounts(QueryApi query, Map<String, Integer> expected) {
    var open = new HashMap<>(expected);
    Await.until(
        Duration.ofMinutes(2),
        () -> {
          open.entrySet().removeIf(each -> query.spans(each.getKey()) == each.getValue());
          assertThat(open).as("traces that are not stored whole").isEmpty();
        });
  }

  /// What differs between the traces that the application made and those that `query` has; waits
  /// while spans are on their way.
  static void assertStored(QueryApi query, List<ExpectedTrace> expected) {
    Await.until(
        Duration.ofMinutes(2),
        () -> {
          var differences = new ArrayList<String>();
          for (ExpectedTrace trace : expected) {
            for (String difference :
                TraceComparison.differences(trace, query.trace(trace.traceId()))) {
              differences.add(trace.traceId() + " (" + trace.call() + "): " + difference);
            }
          }
          if (!differences.isEmpty()) {
            throw new AssertionError(
                differences.size()
                    + " differences, the first: "
                    + differences.subList(0, Math.min(5, differences.size())));
          }
        });
  }
}
