package io.jaegerstack.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.settings.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackPodsTest {
  private static final String SELECTOR =
      "app.kubernetes.io/name=jaegerstack,app.kubernetes.io/instance=tracing,app.kubernetes.io/component in (agent,collector,all-in-one)";

  private static final String POD =
      """
      {"metadata": {"name": "p", "annotations": {"a": "{\\"b\\": [1]}\\n\\u0041"}%s},
       "spec": {"containers": [{"ports": [], "args": ["--log-level=info", "--admin.http.host-port=%s"]}]},
       "status": {"phase": "%s", "podIP": "%s", "n": -1.5e3, "ready": true, "none": null}}""";

  private final EventLoops loops = EventLoops.of(1);
  private final HttpServer server =
      HttpServer.of(
          "api",
          loops,
          HostPort.loopback(0),
          HttpLimits.small(),
          Routes.builder().get("/api/v1/namespaces/{namespace}/pods", this::pods).build());
  private volatile String items = "";

  @TempDir private Path account;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(account.resolve("token"), "secret\n");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(Deadline.after(Duration.ofSeconds(5)));
    loops.stop(Deadline.after(Duration.ofSeconds(5)));
  }

  private HttpAnswer pods(HttpCall call) {
    boolean isMay =
        call.headerAll("authorization").contains("Bearer secret")
            && call.parameter("namespace").equals("observability")
            && call.query("labelSelector").orElse("").equals(SELECTOR);
    return isMay
        ? HttpAnswer.text(
            200, "application/json", "{\"kind\": \"PodList\", \"items\": [" + items + "]}")
        : HttpAnswer.text(403, "application/json", "{}");
  }

  private StackPods cluster() {
    return new StackPods(URI.create("http://127.0.0.1:" + server.port()), account);
  }

  private static String pod(String ip, String admin, String phase, String metadata) {
    return POD.formatted(metadata, admin, phase, ip);
  }

  @Test
  void findsTheAdminPortsOfPodsThatRun() throws Exception {
    items =
        String.join(
            ",",
            pod("10.0.0.8", "0.0.0.0:14269", "Running", ""),
            pod("10.0.0.7", ":14271", "Running", ""),
            pod("fd00::9", "[::]:8888", "Running", ""),
            pod("10.0.0.5", ":14269", "Succeeded", ""),
            pod("", ":14269", "Pending", ""),
            pod(
                "10.0.0.6",
                ":14269",
                "Running",
                ", \"deletionTimestamp\": \"2026-01-31T12:00:00Z\""));
    assertThat(cluster().addresses("observability/tracing"))
        .extracting(URI::toString)
        .containsExactly("http://10.0.0.7:14271", "http://10.0.0.8:14269", "http://[fd00::9]:8888");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> cluster().addresses("tracing"))
        .hasMessage("\"tracing\" is not a stack, expected namespace/name");
    assertThatThrownBy(() -> cluster().addresses("observability/tracing"))
        .hasMessageContaining("no pod of stack observability/tracing runs");
    assertThatThrownBy(() -> cluster().addresses("other/tracing"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answers 403")
        .hasMessageContaining("list pods in namespace other?");
    items = "{";
    assertThatThrownBy(() -> cluster().addresses("observability/tracing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not JSON at character");
  }

  /// The pod is the test's process, whose port answers for no ledger.
  @Test
  void theCommandAsksTheProcessesOfTheStack() {
    items = pod("127.0.0.1", ":" + server.port(), "Running", "");
    var err = new ByteArrayOutputStream();
    int code =
        LedgerCommand.run(
            new String[] {"ledger", "--stack=observability/tracing"},
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            cluster());
    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("http://127.0.0.1:%d/ledger: it answers 404".formatted(server.port()));
  }
}
