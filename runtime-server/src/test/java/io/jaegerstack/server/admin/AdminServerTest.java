package io.jaegerstack.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.DependencyHealth;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.LedgerMetrics;
import io.jaegerstack.server.Lifecycle;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Version;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;
  private final Health health = new Health(() -> now);
  private final Metrics metrics = Metrics.of(Component.AGENT);
  private final EventLoops loops = EventLoops.of(1);
  private final HttpServer server = AdminServer.of(loops, HostPort.loopback(0), health, metrics);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(Deadline.after(Duration.ofSeconds(5)));
    loops.stop(Deadline.after(Duration.ofSeconds(5)));
  }

  @Test
  void isUnavailableUntilReady() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).startsWith("{\"status\":\"Server not available\"");
  }

  @Test
  void tellsSinceWhenItServesAsJaegerDoes() throws Exception {
    health.ready();
    now = START.plus(Duration.ofMillis(3_723_250));
    assertThat(get("/").statusCode()).isEqualTo(200);
    assertThat(get("/health").body())
        .isEqualTo(
            "{\"status\":\"Server available\",\"upSince\":\"2026-01-01T00:00:00Z\",\"uptime\":\"1h2m3.25s\"}");
  }

  @Test
  void tellsOfTheStorageBehindJaegersWords() throws Exception {
    health.ready();
    health.dependsOn("storage", () -> DependencyHealth.failing("GET / failed: \"refused\""));
    var answer = get("/health");
    assertThat(answer.statusCode()).as("a storage that is away is no reason to go").isEqualTo(200);
    assertThat(answer.body())
        .endsWith(
            "\"uptime\":\"0s\",\"storage\":{\"available\":false,\"error\":\"GET / failed: \\\"refused\\\"\"}}");
    health.dependsOn(
        "storage", () -> DependencyHealth.failing("index a is blocked", Optional.of("ReadOnly")));
    assertThat(get("/health").body())
        .endsWith(
            ",\"storage\":{\"available\":false,\"error\":\"index a is blocked\",\"reason\":\"ReadOnly\"}}");
    health.dependsOn("storage", DependencyHealth::available);
    assertThat(get("/health").body()).endsWith(",\"storage\":{\"available\":true,\"error\":\"\"}}");
    health.dependsOn("storage", () -> DependencyHealth.unknown("403"));
    assertThat(get("/health").body())
        .endsWith(",\"storage\":{\"available\":null,\"error\":\"403\"}}");
  }

  @Test
  void isReadyWithReasonsOnlyWhereAllThatItNeedsIsThere() throws Exception {
    health.dependsOn("collector", () -> DependencyHealth.failing("\"a\" is away"));
    health.dependsOn("storage", () -> DependencyHealth.unknown("403"));
    health.ready();
    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/ready").body())
        .isEqualTo(
            "{\"ready\":false,\"serving\":true,\"dependencies\":{\"collector\":{\"state\":\"failing\",\"reason\":\"\\\"a\\\" is away\"},\"storage\":{\"state\":\"unknown\",\"reason\":\"403\"}}}");
    assertThat(get("/").statusCode()).as("it serves all the same").isEqualTo(200);

    health.dependsOn("collector", DependencyHealth::available);
    assertThat(get("/ready").statusCode()).as("what cannot be seen does not fail").isEqualTo(200);
    health.unready();
    assertThat(get("/ready").body()).startsWith("{\"ready\":false,\"serving\":false,");
  }

  @Test
  void livesBeforeItServesAndWhateverItNeedsIsAway() throws Exception {
    health.dependsOn("storage", () -> DependencyHealth.failing("away"));
    assertThat(get("/").statusCode()).isEqualTo(503);
    assertThat(get("/live").statusCode()).isEqualTo(200);
  }

  @Test
  void countsTheStateOfWhatItNeedsAlsoWhereThatComesLater() throws Exception {
    health.dependsOn("late", () -> DependencyHealth.failing("away"));
    assertThat(get("/metrics").body())
        .contains("jaegerstack_dependency_state{dependency=\"late\",state=\"failing\"} 1.0")
        .contains("jaegerstack_dependency_state{dependency=\"late\",state=\"available\"} 0.0");
    health.dependsOn("late", DependencyHealth::available);
    assertThat(get("/metrics").body())
        .contains("jaegerstack_dependency_state{dependency=\"late\",state=\"failing\"} 0.0");
  }

  @Test
  void tellsItsVersionAsJaegerDoes() throws Exception {
    assertThat(get("/version").body())
        .contains("\"gitVersion\":\"%s\"".formatted(Version.current()));
  }

  @Test
  void isReadyExactlyWhileTheProcessRuns() throws Exception {
    var lifecycle = Lifecycle.of("test", java.util.List.of(health.part()));
    lifecycle.start();
    assertThat(health.isReady()).isTrue();
    lifecycle.stop(Duration.ofSeconds(1));
    assertThat(health.isReady()).isFalse();
  }

  @Test
  void exposesTheProcessUnderGosNames() throws Exception {
    String text = get("/metrics").body();
    assertThat(value(text, "process_resident_memory_bytes")).isGreaterThan(10_000_000);
    assertThat(value(text, "process_cpu_seconds_total")).isGreaterThan(0.1);
    assertThat(value(text, "process_open_fds")).isGreaterThan(3);
    assertThat(value(text, "process_threads")).isGreaterThan(3);
    assertThat(text)
        .contains(
            "jaeger_agent_build_info{build_version=\"%1$s\",version=\"%1$s\"} 1"
                .formatted(Version.current()));
  }

  @Test
  void exposesCountersAndLatenciesUnderJaegersNames() throws Exception {
    metrics.counter("jaeger_agent_reporter_batches_submitted", "format", "jaeger").increment(3);
    metrics.latency("jaeger_collector_in_queue_latency", "host", "h").recordNanos(20_000_000);
    metrics.latency("jaeger_collector_in_queue_latency", "host", "other").recordNanos(1);
    metrics.gauge("jaeger_collector_queue_length", () -> 7, "host", "h");
    assertThat(get("/metrics").body())
        .contains("jaeger_agent_reporter_batches_submitted_total{format=\"jaeger\"} 3.0")
        .contains("jaeger_collector_in_queue_latency_bucket{host=\"h\",le=\"0.025\"} 1")
        .contains("jaeger_collector_in_queue_latency_bucket{host=\"h\",le=\"0.01\"} 0")
        .contains("jaeger_collector_queue_length{host=\"h\"} 7.0");
  }

  @Test
  void keepsCountersOfWhichNobodyElseHoldsTheCount() throws Exception {
    var hop = new Ledger().hop("h", Counted.SPANS);
    LedgerMetrics.bind(metrics, hop);
    hop.received(5);
    System.gc();
    hop.dropped(DropReason.QUEUE_FULL, 2);
    assertThat(get("/metrics").body())
        .contains("jaegerstack_ledger_received_total{hop=\"h\"} 5.0")
        .contains("jaegerstack_ledger_dropped_total{hop=\"h\",reason=\"queue-full\"} 2.0");
  }

  @Test
  void speaksOpenMetricsWhenAsked() throws Exception {
    var request =
        HttpRequest.newBuilder(uri("/metrics"))
            .header("Accept", "application/openmetrics-text;version=1.0.0")
            .build();
    var response = client.send(request, BodyHandlers.ofString());
    assertThat(response.headers().firstValue("content-type"))
        .get()
        .asString()
        .startsWith("application/openmetrics-text");
    assertThat(response.body()).endsWith("# EOF\n");
  }

  private static double value(String text, String name) {
    var line = Pattern.compile("^" + name + " (\\S+)$", Pattern.MULTILINE).matcher(text);
    assertThat(line.find()).as(name).isTrue();
    return Double.parseDouble(line.group(1));
  }

  @Test
  void tellsItsLedgerAlsoWhereThereIsNone() throws Exception {
    assertThat(get("/ledger").body()).isEqualTo("{\"hops\":[]}\n");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
