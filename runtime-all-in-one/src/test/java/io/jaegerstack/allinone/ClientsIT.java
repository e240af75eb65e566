package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The field's client libraries, each with each of its protocols, against the all-in-one process:
/// the query API shows what they have been told to send, to the last tag.
class ClientsIT {
  /// Names that the process's log gives to Jaeger's ports.
  private static final Map<Integer, String> SERVERS =
      Map.of(
          6831, "compact udp",
          6832, "binary udp",
          14268, "collector http",
          4317, "otlp grpc",
          4318, "otlp http",
          9411, "zipkin http",
          5775, "zipkin-compact udp");

  private static JavaProcess backend;

  @BeforeAll
  static void start() throws Exception {
    backend = JavaProcess.start("runtime-all-in-one", Flags.ALL_IN_ONE);
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(backend.terminate()).as(backend.log()).isZero();
  }

  static Stream<TracingClient> clients() {
    return TracingClient.all().stream();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void showsExactlyWhatTheClientWasToldToSend(TracingClient client) throws Exception {
    List<JsonNode> lines = ClientProgram.run(client, ClientsIT::port);
    var query = new QueryClient(backend.port("query http"));
    for (JsonNode line : lines) {
      List<ExactSpan> expected = client.rules().shown(line);
      JsonNode shown = query.awaitTrace(expected.getFirst().traceId(), expected.size());
      assertThat(ExactSpan.ofApi(shown, client.shownFormat(), client.rules().any()))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(shown.path("warnings").isNull()).as("warnings of the trace").isTrue();
    }
  }

  private static int port(int jaegers) {
    return backend.port(SERVERS.get(jaegers));
  }
}
