package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// OpenTelemetry's libraries, each with each of its transports, to an agent of its own process that
/// was asked to take OTLP, and on to a collector: the query API shows what they have been told to
/// send, to the last tag.
class OtlpThroughAgentIT {
  private static final Map<Integer, String> SERVERS = Map.of(4317, "otlp grpc", 4318, "otlp http");

  private static JavaProcess backend;
  private static JavaProcess agent;

  @BeforeAll
  static void start() throws Exception {
    backend = JavaProcess.start("runtime-all-in-one", Flags.ALL_IN_ONE);
    agent = agent(backend);
  }

  /// An agent that takes OTLP, with `more` flags, before `collector`.
  static JavaProcess agent(JavaProcess collector, String... more) throws IOException {
    List<String> flags = new ArrayList<>(List.of(Flags.AGENT));
    flags.add("--agent.otlp.enabled=true");
    flags.add("--agent.otlp.grpc.host-port=127.0.0.1:0");
    flags.add("--agent.otlp.http.host-port=127.0.0.1:0");
    flags.add("--reporter.grpc.host-port=127.0.0.1:" + collector.port("collector grpc"));
    flags.addAll(List.of(more));
    return JavaProcess.start("runtime-agent", flags.toArray(String[]::new));
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(agent.terminate()).as(agent.log()).isZero();
    assertThat(agent.log()).contains("clean=true");
    assertThat(backend.terminate()).as(backend.log()).isZero();
  }

  static Stream<TracingClient> clients() {
    return TracingClient.all().stream().filter(client -> client.protocol().startsWith("otlp-"));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void showsExactlyWhatTheClientWasToldToSend(TracingClient client) throws Exception {
    List<JsonNode> lines = ClientProgram.run(client, port -> agent.port(SERVERS.get(port)));
    assertShown(client, lines, backend);
  }

  /// Agents forward by api_v2, which is what the collector takes its format tag from.
  static void assertShown(TracingClient client, List<JsonNode> lines, JavaProcess backend) {
    assertThat(lines).isNotEmpty();
    var query = new QueryClient(backend.port("query http"));
    for (JsonNode line : lines) {
      List<ExactSpan> expected = client.rules().shown(line);
      JsonNode shown = query.awaitTrace(expected.getFirst().traceId(), expected.size());
      assertThat(ExactSpan.ofApi(shown, "proto", client.rules().any()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
