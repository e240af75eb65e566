package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The classic Go service of `e2e/apps/otgrpc`, unchanged, against the all-in-one process: every
/// trace complete, with the parents, tags and services that the client says it has sent.
class SampleApplicationIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void showsEveryTraceOfTheGoApplication() throws Exception {
    String program = GoProgram.built("otgrpc").toString();
    try (var backend = JavaProcess.start("runtime-all-in-one", Flags.ALL_IN_ONE)) {
      Map<String, String> tracing = tracing(backend.port("compact udp"));
      Process server = started(tracing, program, "server", "-listen", "127.0.0.1:0");
      try {
        String address = JSON.readTree(server.inputReader().readLine()).path("listening").asText();
        String[] calls = {"-unary", "100", "-stream", "100", "-failing", "10"};
        List<JsonNode> lines = output(tracing, program, "client", address, calls);

        assertThat(lines.removeLast().path("traces").asInt()).isEqualTo(210);
        assertThat(lines).hasSize(210);
        var query = new QueryClient(backend.port("query http"));
        lines.forEach(trace -> assertShown(trace, query));
      } finally {
        server.destroy();
      }
      assertThat(backend.terminate()).as(backend.log()).isZero();
    }
  }

  private static Map<String, String> tracing(int agentPort) {
    return Map.of(
        "JAEGER_AGENT_HOST", "127.0.0.1",
        "JAEGER_AGENT_PORT", Integer.toString(agentPort),
        "JAEGER_SAMPLER_TYPE", "const",
        "JAEGER_SAMPLER_PARAM", "1",
        "JAEGER_REPORTER_FLUSH_INTERVAL", "200ms");
  }

  private static void assertShown(JsonNode expected, QueryClient query) {
    String id = expected.path("traceId").asText();
    JsonNode shown = query.awaitTrace(id, expected.path("spans").size());
    assertThat(ShownSpan.ofApi(shown))
        .as("trace %s", id)
        .containsExactlyInAnyOrderElementsOf(ShownSpan.ofClient(expected));
  }

  private static List<JsonNode> output(
      Map<String, String> environment,
      String program,
      String subcommand,
      String server,
      String... calls)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(program, subcommand, "-server", server));
    command.addAll(List.of(calls));
    Process process = started(environment, command.toArray(String[]::new));
    List<JsonNode> lines = new ArrayList<>();
    try (var reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JSON.readTree(line));
      }
    }
    assertThat(process.waitFor()).as("exit code of the client").isZero();
    return lines;
  }

  private static Process started(Map<String, String> environment, String... command)
      throws IOException {
    var log = Path.of("target", "otgrpc-" + command[1] + ".log").toFile();
    var builder = new ProcessBuilder(command).redirectError(log);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
