package io.jaegerstack.allinone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A running program that asks for its sampling strategy every other second, makes ten traces of
/// each operation a second and says what its sampler decided.
final class SampledClient implements AutoCloseable {
  /// How a library is run and told where its sampler asks.
  ///
  /// @param app the application of `e2e/apps/build.sh` that holds it
  /// @param udpPort which of Jaeger's ports it sends spans to
  /// @param environment what sets it up; `{sampling}` is host and port that answer strategies
  record Library(String app, List<String> run, int udpPort, Map<String, String> environment) {}

  static final List<Library> LIBRARIES =
      List.of(
          new Library(
              "go",
              List.of("{app}/go", "sampling"),
              6831,
              Map.of(
                  "JAEGER_SAMPLING_ENDPOINT", "http://{sampling}/sampling",
                  "JAEGER_SAMPLER_REFRESH_INTERVAL", "2s")),
          new Library(
              "java",
              List.of(
                  "{java}",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  "{app}/java.jar:{app}/lib/*",
                  "io.jaegerstack.e2e.clients.Sampling"),
              6831,
              Map.of("JAEGER_SAMPLER_MANAGER_HOST_PORT", "{sampling}")),
          new Library(
              "node",
              List.of("node", "{app}/sampling.js"),
              6832,
              Map.of(
                  "JAEGER_SAMPLER_MANAGER_HOST_PORT", "{sampling}",
                  "JAEGER_SAMPLER_REFRESH_INTERVAL", "2000")),
          new Library(
              "python",
              List.of("{app}/env/bin/python", "{app}/sampling.py"),
              6831,
              Map.of("JAEGER_SAMPLER_MANAGER_HOST_PORT", "{sampling}")));

  /// Decisions that must agree before they count: a second of traces. It is less than what lies
  /// between two askings, because Go's sampler for operations takes one trace of each after every
  /// asking, whatever its probability.
  private static final int LATEST = 10;

  /// Decisions within which each client has asked three times.
  private static final int OVER_THREE_ASKINGS = 65;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String service;
  private final Process process;
  private final Map<String, Deque<JsonNode>> latest = new HashMap<>();
  private int mustAgree = LATEST;

  private SampledClient(String service, Process process) {
    this.service = service;
    this.process = process;
  }

  /// Starts a client as `service` that asks `samplingPort` and sends its spans to `udpPort`.
  static SampledClient start(Library library, String service, int samplingPort, int udpPort)
      throws Exception {
    String app = ClientProgram.built(library.app());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        library.run().stream()
            .map(word -> word.replace("{app}", app).replace("{java}", java))
            .toList();
    Path log = Path.of("target", "client-" + service + ".log");
    var builder = new ProcessBuilder(command).redirectError(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("JAEGER_"));
    environment.put("JAEGER_SERVICE_NAME", service);
    environment.put("JAEGER_SAMPLER_TYPE", "remote");
    environment.put("JAEGER_SAMPLER_PARAM", "0");
    environment.put("JAEGER_REPORTER_FLUSH_INTERVAL", library.app().equals("go") ? "200ms" : "200");
    environment.put("JAEGER_AGENT_HOST", "127.0.0.1");
    environment.put("JAEGER_AGENT_PORT", Integer.toString(udpPort));
    library
        .environment()
        .forEach(
            (name, value) ->
                environment.put(name, value.replace("{sampling}", "127.0.0.1:" + samplingPort)));
    var client = new SampledClient(service, builder.start());
    Thread.ofVirtual().start(client::readDecisions);
    return client;
  }

  private void readDecisions() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(JSON.readTree(line));
      }
    } catch (IOException ended) {
      if (ended instanceof JsonProcessingException) {
        throw new AssertionError(service + " printed no JSON", ended);
      }
    }
  }

  private synchronized void keep(JsonNode decision) {
    Deque<JsonNode> ofOperation =
        latest.computeIfAbsent(decision.path("operation").asText(), name -> new ArrayDeque<>());
    ofOperation.add(decision);
    if (ofOperation.size() > mustAgree) {
      ofOperation.remove();
    }
  }

  private synchronized Optional<String> lastWhereAll(String operation, boolean sampled) {
    var decisions = latest.getOrDefault(operation, new ArrayDeque<>());
    return decisions.size() == mustAgree
            && decisions.stream().allMatch(each -> each.path("sampled").asBoolean() == sampled)
        ? Optional.of(decisions.getLast().path("traceId").asText())
        : Optional.empty();
  }

  private synchronized void forget(int mustAgreeNow) {
    latest.clear();
    mustAgree = mustAgreeNow;
  }

  /// From now on decisions are awaited that agree over three askings of the client.
  void beginAnew() {
    forget(OVER_THREE_ASKINGS);
  }

  /// Waits until all traces of `operation` are sampled, or none are, and returns the last one's id.
  String awaitDecision(String operation, boolean sampled) {
    return Eventually.find(
        "%s %s sampled=%s, client alive=%s"
            .formatted(service, operation, sampled, process.isAlive()),
        () -> lastWhereAll(operation, sampled));
  }

  /// The same for traces that begin from now on.
  String awaitNewDecision(String operation, boolean sampled) {
    forget(LATEST);
    return awaitDecision(operation, sampled);
  }

  String service() {
    return service;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
