package io.jaegerstack.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One `JaegerStack` called `tracing`, in a namespace of its own.
final class Stack {
  static final String NAME = "tracing";
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final ObjectMapper json = new ObjectMapper();
  private final Cluster cluster;
  private final String namespace;

  private Stack(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /// Applies `e2e/scenarios/<scenario>/00-install.yaml`, its words replaced, and waits until the
  /// stack says it is ready.
  static Stack install(Cluster cluster, String scenario, Map<String, String> replaced) {
    var stack = new Stack(cluster, scenario);
    cluster.namespace(scenario);
    stack.apply(replaced);
    stack.awaitCondition("Ready", "True");
    return stack;
  }

  /// The same in a namespace that is there, without waiting for anything.
  static Stack apply(Cluster cluster, String scenario) {
    var stack = new Stack(cluster, scenario);
    stack.apply(Map.of());
    return stack;
  }

  private void apply(Map<String, String> replaced) {
    try {
      String text =
          Files.readString(
              Program.ROOT.resolve("e2e/scenarios").resolve(namespace).resolve("00-install.yaml"));
      for (var entry : replaced.entrySet()) {
        text = text.replace(entry.getKey(), entry.getValue());
      }
      Path file = Files.createTempFile("stack", ".yaml");
      Files.writeString(file, text);
      cluster.kubectl("apply", "-n", namespace, "-f", file.toString());
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitCondition(String type, String status) {
    Await.until(
        LIMIT,
        () -> {
          JsonNode condition = condition(type);
          if (!condition.path("status").asText().equals(status)) {
            throw new AssertionError(
                type
                    + " is "
                    + condition
                    + ", expected "
                    + status
                    + "; all: "
                    + resource().path("status"));
          }
        });
  }

  /// The condition of `type`, empty where there is none.
  JsonNode condition(String type) {
    for (JsonNode condition : resource().path("status").path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return json.createObjectNode();
  }

  JsonNode resource() {
    try {
      return json.readTree(
          cluster.kubectl("-n", namespace, "get", "jaegerstack", NAME, "-o", "json"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON from kubectl", e);
    }
  }

  String describe() {
    return cluster.kubectl("-n", namespace, "describe", "jaegerstack", NAME);
  }

  void patch(String json) {
    cluster.kubectl("-n", namespace, "patch", "jaegerstack", NAME, "--type", "merge", "-p", json);
  }

  /// The query API through the Service that the Ingress names as its backend, as an ingress
  /// controller would reach it.
  QueryApi queryBehindIngress() {
    var backend =
        cluster
            .client()
            .network()
            .v1()
            .ingresses()
            .inNamespace(namespace)
            .withName(NAME + "-query")
            .get()
            .getSpec()
            .getRules()
            .getFirst()
            .getHttp()
            .getPaths()
            .getFirst()
            .getBackend()
            .getService();
    int port =
        backend.getPort().getNumber() != null
            ? backend.getPort().getNumber()
            : servicePort(backend.getName(), backend.getPort().getName());
    return new QueryApi(cluster.forward(namespace, backend.getName(), port));
  }

  private int servicePort(String service, String name) {
    return cluster
        .client()
        .services()
        .inNamespace(namespace)
        .withName(service)
        .get()
        .getSpec()
        .getPorts()
        .stream()
        .filter(port -> port.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getPort();
  }

  List<Pod> agents() {
    return cluster
        .client()
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/component", "agent")
        .list()
        .getItems();
  }

  /// Deletes the stack and answers what of it is still there once nothing changes any more.
  void deleteAndAwaitNothingLeft() {
    cluster.kubectl("-n", namespace, "delete", "jaegerstack", NAME, "--wait=true");
    Await.until(
        LIMIT,
        () -> {
          String left =
              remains()
                  .map(object -> object.getKind() + " " + object.getMetadata().getName())
                  .collect(Collectors.joining(", "));
          if (!left.isEmpty()) {
            throw new AssertionError("still there: " + left);
          }
        });
  }

  /// Objects of the stack's namespace that Kubernetes does not put into every namespace.
  private Stream<HasMetadata> remains() {
    var client = cluster.client();
    return Stream.of(
            client.apps().deployments().inNamespace(namespace).list().getItems(),
            client.apps().daemonSets().inNamespace(namespace).list().getItems(),
            client.services().inNamespace(namespace).list().getItems(),
            client.configMaps().inNamespace(namespace).list().getItems(),
            client.secrets().inNamespace(namespace).list().getItems(),
            client.serviceAccounts().inNamespace(namespace).list().getItems(),
            client.network().v1().ingresses().inNamespace(namespace).list().getItems(),
            client.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems(),
            client.batch().v1().jobs().inNamespace(namespace).list().getItems(),
            client.batch().v1().cronjobs().inNamespace(namespace).list().getItems(),
            client.persistentVolumeClaims().inNamespace(namespace).list().getItems(),
            client
                .pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/instance", NAME)
                .list()
                .getItems())
        .<HasMetadata>flatMap(List::stream)
        .filter(
            object ->
                !List.of("kube-root-ca.crt", "default").contains(object.getMetadata().getName()));
  }

  String namespace() {
    return namespace;
  }
}
