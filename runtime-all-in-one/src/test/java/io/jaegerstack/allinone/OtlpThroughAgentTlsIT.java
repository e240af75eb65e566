package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// OpenTelemetry's library for Go to an agent that takes OTLP with certificates of both sides, set
/// up as each of them documents it.
class OtlpThroughAgentTlsIT {
  private static final Map<String, String> SERVERS =
      Map.of("otlp-grpc", "otlp grpc", "otlp-http-protobuf", "otlp http");

  @TempDir private Path folder;

  static Stream<TracingClient> clients() {
    return TracingClient.all().stream()
        .filter(client -> client.name().equals("go-opentelemetry"))
        .filter(client -> SERVERS.containsKey(client.protocol()));
  }

  @BeforeEach
  void certificates() throws Exception {
    var authority = TestAuthority.named("authority");
    authority.writeTo(folder.resolve("ca.crt"));
    write("agent", authority.server("localhost"));
    write("shop", authority.client("shop"));
  }

  private void write(String name, X509Bundle owner) throws Exception {
    TestAuthority.write(owner, folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void showsExactlyWhatTheClientWasToldToSend(TracingClient client) throws Exception {
    try (var backend = JavaProcess.start("runtime-all-in-one", Flags.ALL_IN_ONE);
        var agent = OtlpThroughAgentIT.agent(backend, flags())) {
      int port = agent.port(SERVERS.get(client.protocol()));
      List<JsonNode> lines = ClientProgram.run(withCertificates(client, port), any -> port);
      OtlpThroughAgentIT.assertShown(client, lines, backend);
      assertThat(agent.terminate()).as(agent.log()).isZero();
    }
  }

  private String[] flags() {
    return Stream.of("grpc", "http")
        .map(transport -> "--agent.otlp." + transport + ".tls.")
        .flatMap(
            tls ->
                Stream.of(
                    tls + "enabled=true",
                    tls + "cert=" + folder.resolve("agent.crt"),
                    tls + "key=" + folder.resolve("agent.key"),
                    tls + "client-ca=" + folder.resolve("ca.crt")))
        .toArray(String[]::new);
  }

  private TracingClient withCertificates(TracingClient client, int port) {
    var environment = new LinkedHashMap<>(client.environment());
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:" + port);
    environment.put("OTEL_EXPORTER_OTLP_CERTIFICATE", folder.resolve("ca.crt").toString());
    environment.put("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", folder.resolve("shop.crt").toString());
    environment.put("OTEL_EXPORTER_OTLP_CLIENT_KEY", folder.resolve("shop.key").toString());
    return new TracingClient(
        client.name(),
        client.protocol(),
        client.library(),
        client.app(),
        client.run(),
        environment,
        client.rules());
  }
}
