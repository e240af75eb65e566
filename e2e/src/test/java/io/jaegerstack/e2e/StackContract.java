package io.jaegerstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// What every stack must do on every cluster, whatever its strategy and storage.
@ExtendWith(OnCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class StackContract {
  private Cluster cluster;
  private Stack stack;
  private SampleApp app;
  private QueryApi query;

  /// Folder below `e2e/scenarios`, and namespace.
  abstract String scenario();

  /// Field of the spec that holds the image of the pods that take spans in.
  abstract String imageField();

  /// Words of the scenario's resource that are known only now.
  Map<String, String> replaced(Cluster running) {
    return Map.of();
  }

  final Cluster cluster() {
    return cluster;
  }

  final Stack stack() {
    return stack;
  }

  final SampleApp app() {
    return app;
  }

  final QueryApi query() {
    return query;
  }

  @BeforeAll
  void install(Cluster running) {
    cluster = running;
    stack = Stack.install(cluster, scenario(), replaced(cluster));
    app = new SampleApp(cluster, stack.namespace());
    app.startServer();
    query = stack.queryBehindIngress();
  }

  @Test
  @Order(1)
  void everyNodeHasAnAgentOnItsOwnNetworkAndPort6831() {
    List<Pod> agents = stack.agents();
    assertThat(agents)
        .extracting(pod -> pod.getSpec().getNodeName())
        .doesNotHaveDuplicates()
        .hasSize(nodes());
    assertThat(agents).allSatisfy(StackContract::takesSpansFromItsNode);
  }

  private int nodes() {
    return cluster.client().nodes().list().getItems().size();
  }

  private static void takesSpansFromItsNode(Pod agent) {
    assertThat(agent.getSpec().getHostNetwork()).isTrue();
    assertThat(agent.getSpec().getDnsPolicy()).isEqualTo("ClusterFirstWithHostNet");
    assertThat(agent.getSpec().getContainers().getFirst().getPorts())
        .anyMatch(
            port ->
                port.getProtocol().equals("UDP")
                    && Integer.valueOf(6831).equals(port.getHostPort()));
  }

  @Test
  @Order(2)
  void noServiceSelectsTheAgents() {
    Map<String, String> labels = stack.agents().getFirst().getMetadata().getLabels();
    assertThat(cluster.client().services().inNamespace(stack.namespace()).list().getItems())
        .isNotEmpty()
        .noneMatch(service -> selects(service, labels));
  }

  private static boolean selects(Service service, Map<String, String> labels) {
    Map<String, String> selector = service.getSpec().getSelector();
    return selector != null
        && !selector.isEmpty()
        && labels.entrySet().containsAll(selector.entrySet());
  }

  @Test
  @Order(3)
  void aHundredUnaryAndAHundredStreamingCallsAreStoredExactly() {
    List<ExpectedTrace> sent =
        app.run("udp", Map.of(), "client", "-unary", "100", "-stream", "100", "-failing", "5");
    assertThat(sent).hasSize(205);
    SampleApp.assertStored(query, sent);
    assertThat(query.json("/api/services").path("data").toString())
        .contains("shop-client", "shop-server");
  }

  @Test
  @Order(4)
  void aClientWithJaegerEndpointReachesTheCollectorThroughItsClusterIp() {
    String endpoint =
        "http://%s-collector.%s.svc:14268/api/traces".formatted(Stack.NAME, stack.namespace());
    SampleApp.assertStored(
        query,
        app.run(
            "http", Map.of("JAEGER_ENDPOINT", endpoint), "client", "-unary", "3", "-stream", "3"));
  }

  @Test
  @Order(5)
  void openTelemetryClientsReachTheCollectorThroughItsClusterIp() {
    String host = "http://%s-collector.%s.svc".formatted(Stack.NAME, stack.namespace());
    SampleApp.assertStored(
        query,
        app.run(
            "otlp-grpc",
            Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", host + ":4317"),
            "otlp",
            "-traces",
            "5",
            "-protocol",
            "grpc"));
    SampleApp.assertStored(
        query,
        app.run(
            "otlp-http",
            Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", host + ":4318"),
            "otlp",
            "-traces",
            "5",
            "-protocol",
            "http/protobuf"));
  }

  @Test
  @Order(6)
  void theUiIsServedThroughTheIngress() {
    var page = query.get("/search");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<div id=\"root\">").contains("jaegerstack-config");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .contains("default-src 'none'");
  }

  @Test
  @Order(7)
  void statusSaysWhatIsWrongWhileAnImageIsBrokenAndThatItIsMended() {
    stack.patch(
        "{\"spec\": {\"%s\": {\"image\": \"jaegerstack/absent:1\"}}}".formatted(imageField()));
    stack.awaitCondition("Degraded", "True");
    stack.awaitCondition("Ready", "False");
    Await.until(
        Duration.ofMinutes(2),
        () -> assertThat(stack.describe()).contains("jaegerstack/absent:1").contains("Image"));
    stack.patch("{\"spec\": {\"%s\": {\"image\": null}}}".formatted(imageField()));
    stack.awaitCondition("Ready", "True");
    assertThat(stack.condition("Degraded").path("status").asText()).isEqualTo("False");
  }

  @Test
  @Order(8)
  void deletingTheStackLeavesNothing() {
    cluster.kubectl("delete", "-n", stack.namespace(), "-f", "e2e/apps/otgrpc/k8s/server.yaml");
    cluster.kubectl("delete", "-n", stack.namespace(), "job", "--all");
    stack.deleteAndAwaitNothingLeft();
  }
}
