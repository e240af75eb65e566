package io.jaegerstack.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.jaegerstack.operator.manifests.pod.ComponentPod;
import io.jaegerstack.operator.status.StorageReport;
import io.jaegerstack.operator.status.StorageReport.Available;
import io.jaegerstack.operator.status.StorageReport.Failing;
import io.jaegerstack.operator.status.StorageReport.Silent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Reads what collectors say of their storage from `/health` on their admin ports.
final class StorageProbe {
  /// For the whole answer. A collector has it at hand.
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /// An answer is some hundred bytes.
  private static final int MOST_BYTES = 16 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(PATIENCE)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /// Asks all at once; a pod that has no address yet, or is going, is not asked.
  Set<StorageReport> ask(Collection<Pod> pods) {
    return pods.stream()
        .flatMap(pod -> health(pod).map(address -> ask(pod, address)).stream())
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .collect(Collectors.toSet());
  }

  private CompletableFuture<StorageReport> ask(Pod pod, URI address) {
    String name = pod.getMetadata().getName();
    // The client's own timeout is over with the headers.
    var exchange =
        client.sendAsync(
            HttpRequest.newBuilder(address).build(),
            BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
    return exchange
        .copy() // so that only the copy ends by time, and the exchange can still be cancelled
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(answer -> report(name, address, answer.body()))
        .exceptionally(
            failure -> {
              exchange.cancel(true);
              return new Silent(name, "%s does not answer".formatted(address));
            });
  }

  private static StorageReport report(String pod, URI address, String body) {
    JsonNode storage = storage(body);
    if (storage.path("available").isNull()) {
      return new Silent(pod, "it cannot tell: " + storage.path("error").asText());
    }
    if (!storage.path("available").isBoolean()) {
      return new Silent(pod, "%s says nothing of its storage".formatted(address));
    }
    return storage.path("available").booleanValue()
        ? new Available(pod)
        : new Failing(
            pod,
            storage.path("error").asText(),
            Optional.ofNullable(storage.get("reason")).map(JsonNode::asText));
  }

  private static JsonNode storage(String body) {
    try {
      return JSON.readTree(body).path("storage");
    } catch (JsonProcessingException notOurs) {
      return JSON.missingNode();
    }
  }

  private static Optional<URI> health(Pod pod) {
    var status = pod.getStatus();
    if (pod.getMetadata().getDeletionTimestamp() != null
        || status == null
        || status.getPodIP() == null) {
      return Optional.empty();
    }
    String ip = status.getPodIP();
    String host = ip.contains(":") ? "[" + ip + "]" : ip;
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .filter(port -> ComponentPod.ADMIN.equals(port.getName()))
        .map(ContainerPort::getContainerPort)
        .map(port -> URI.create("http://%s:%d/health".formatted(host, port)))
        .findFirst();
  }
}
