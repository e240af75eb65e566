package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// The remote samplers of the field's client libraries: they follow the collector's strategies file
/// within a minute, with an agent between and without one, and go on while the collector is away.
class SamplingClientsIT {
  private static final String NOTHING = "{\"type\": \"probabilistic\", \"param\": 0.0}";
  private static final String EVERYTHING = "{\"type\": \"probabilistic\", \"param\": 1.0}";

  /// Checkouts only.
  private static final String CHECKOUTS =
      """
      {"type": "probabilistic", "param": 0.0,
       "operation_strategies": [{"operation": "checkout", "type": "probabilistic", "param": 1.0}]}
      """;

  @TempDir private Path folder;
  private final List<SampledClient> clients = new ArrayList<>();

  @AfterEach
  void endClients() {
    clients.forEach(SampledClient::close);
  }

  @Test
  void clientsFollowTheFileThroughTheAgentAndGoOnWithoutTheCollector() throws Exception {
    write(NOTHING);
    try (var collector = collector();
        var agent = agent(collector.port("collector grpc"))) {
      startAll("agent", agent.port("sampling http"), agent);
      followsTheFile(new QueryClient(collector.port("query http")));

      write(EVERYTHING);
      clients.forEach(client -> client.awaitDecision("health", true));
      assertThat(collector.terminate()).isZero();
      clientsGoOn();

      awaitAnswersOfTheAgentAlone(agent);
      var restarted = started(clients.getFirst().service(), agent.port("sampling http"), agent);
      restarted.awaitDecision("health", true);
    }
  }

  @Test
  void clientsFollowTheFileAtTheCollectorAndGoOnWithoutIt() throws Exception {
    write(NOTHING);
    try (var collector = collector()) {
      startAll("collector", collector.port("collector http"), collector);
      followsTheFile(new QueryClient(collector.port("query http")));

      write(EVERYTHING);
      clients.forEach(client -> client.awaitDecision("health", true));
      assertThat(collector.terminate()).isZero();
      clientsGoOn();
    }
  }

  /// Also once they have asked and got no new answer.
  private void clientsGoOn() {
    clients.forEach(SampledClient::beginAnew);
    clients.forEach(client -> client.awaitDecision("health", true));
  }

  /// Nothing, then everything, then one operation; what is sampled arrives, what is not does not.
  private void followsTheFile(QueryClient query) throws IOException {
    List<String> untraced =
        clients.stream().map(client -> client.awaitDecision("checkout", false)).toList();

    write(EVERYTHING);
    for (SampledClient client : clients) {
      assertSampledByTheStrategy(query.awaitTrace(client.awaitDecision("checkout", true), 1));
      assertSampledByTheStrategy(query.awaitTrace(client.awaitDecision("health", true), 1));
    }

    write(CHECKOUTS);
    for (SampledClient client : clients) {
      client.awaitDecision("health", false);
      assertSampledByTheStrategy(query.awaitTrace(client.awaitNewDecision("checkout", true), 1));
    }
    assertThat(untraced).allSatisfy(trace -> assertThat(query.trace(trace)).isEmpty());
  }

  private static void assertSampledByTheStrategy(JsonNode trace) {
    JsonNode tags = trace.path("spans").path(0).path("tags");
    assertThat(tag(tags, "sampler.type").asText()).isEqualTo("probabilistic");
    assertThat(tag(tags, "sampler.param").asDouble()).isEqualTo(1);
  }

  private static JsonNode tag(JsonNode tags, String key) {
    for (JsonNode tag : tags) {
      if (tag.path("key").asText().equals(key)) {
        return tag.path("value");
      }
    }
    throw new AssertionError("no tag " + key + " in " + tags);
  }

  private static void awaitAnswersOfTheAgentAlone(JavaProcess agent) {
    Eventually.find(
        "answers from the last known strategies",
        () -> {
          String metrics = QueryClient.text(agent.port("admin http"), "/metrics");
          return metrics
              .lines()
              .filter(
                  line ->
                      line.startsWith(
                          "jaegerstack_agent_sampling_answers_total{from=\"last-known\"}"))
              .filter(line -> !line.endsWith(" 0.0"))
              .findFirst();
        });
  }

  private void startAll(String way, int samplingPort, JavaProcess receiver) throws Exception {
    String missing = "";
    for (var library : SampledClient.LIBRARIES) {
      try {
        start(library, library.app() + "-by-" + way, samplingPort, receiver);
      } catch (TestAbortedException noTools) {
        missing = String.valueOf(noTools.getMessage());
      }
    }
    if (clients.isEmpty()) {
      throw new TestAbortedException("no client could be built: " + missing);
    }
  }

  /// A client that knows nothing, under the name of one that runs.
  private SampledClient started(String service, int samplingPort, JavaProcess receiver)
      throws Exception {
    var library =
        SampledClient.LIBRARIES.stream()
            .filter(each -> service.startsWith(each.app() + "-"))
            .findFirst()
            .orElseThrow();
    return start(library, service, samplingPort, receiver);
  }

  private SampledClient start(
      SampledClient.Library library, String service, int samplingPort, JavaProcess receiver)
      throws Exception {
    int udp = receiver.port(library.udpPort() == 6832 ? "binary udp" : "compact udp");
    var client = SampledClient.start(library, service, samplingPort, udp);
    clients.add(client);
    return client;
  }

  /// Replaces the file at once, as Kubernetes does: nobody ever reads half of it.
  private void write(String byDefault) throws IOException {
    Path next =
        Files.writeString(
            folder.resolve("next.json"), "{\"default_strategy\": %s}".formatted(byDefault));
    Files.move(next, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path file() {
    return folder.resolve("strategies.json");
  }

  private JavaProcess collector() throws IOException {
    return JavaProcess.start(
        "runtime-all-in-one",
        Stream.concat(
                Stream.of(Flags.ALL_IN_ONE),
                Stream.of(
                    "--sampling.strategies-file=" + file(),
                    "--sampling.strategies-reload-interval=500ms"))
            .toArray(String[]::new));
  }

  private static JavaProcess agent(int collectorPort) throws IOException {
    List<String> flags = new ArrayList<>(List.of(Flags.AGENT));
    flags.add("--reporter.grpc.host-port=127.0.0.1:" + collectorPort);
    return JavaProcess.start("runtime-agent", flags.toArray(String[]::new));
  }
}
