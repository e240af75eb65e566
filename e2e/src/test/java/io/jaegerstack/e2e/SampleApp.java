package io.jaegerstack.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .resource(job(name, environment, arguments))
        .create();
    Await.until(LIMIT, () -> requireDone(name));
    return traces(
        cluster.client().batch().v1().jobs().inNamespace(namespace).withName(name).getLog());
  }

  private void requireDone(String name) {
    var status =
        cluster
            .client()
            .batch()
            .v1()
            .jobs()
            .inNamespace(namespace)
            .withName(name)
            .get()
            .getStatus();
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
    var all = new ArrayList<ExpectedTrace>();
    for (String line : log.lines().filter(text -> text.startsWith("{")).toList()) {
      try {
        JsonNode node = json.readTree(line);
        if (node.has("traceId")) {
          all.add(json.treeToValue(node, ExpectedTrace.class));
        }
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("no trace in \"" + line + "\"", e);
      }
    }
    return all;
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
