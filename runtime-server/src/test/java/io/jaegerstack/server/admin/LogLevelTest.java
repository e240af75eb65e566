package io.jaegerstack.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Logging;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.logging.CapturedLog;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LogLevelTest {
  private final String before = Logging.level();
  private final EventLoops loops = EventLoops.of(1);
  private final HttpServer server =
      AdminServer.of(loops, HostPort.loopback(0), Health.notReady(), Metrics.empty());
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    server.start();
    Logging.level("info");
  }

  @AfterEach
  void stop() {
    Logging.level(before);
    client.close();
    server.stop(Deadline.after(Duration.ofSeconds(5)));
    loops.stop(Deadline.after(Duration.ofSeconds(5)));
  }

  @Test
  void isTold() throws Exception {
    assertThat(send("GET", "", "").body()).isEqualTo("{\"level\":\"info\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'' | {\"level\": \"debug\"}", "'' | level=debug", "?level=DEBUG | ''"})
  void isChangedForTheWholeProcess(String query, String body) throws Exception {
    var log = LoggerFactory.getLogger("anyone");
    assertThat(log.isDebugEnabled()).isFalse();

    var answer = send("PUT", query, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"level\":\"debug\"}");
    assertThat(log.isDebugEnabled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "level=loud", "{\"level\": 5}", "{\"level\": \"debug\"", "fatal"})
  void staysWhereNoLevelIsNamed(String body) throws Exception {
    var answer = send("PUT", "", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("expected one of debug, info, warn, error");
    assertThat(Logging.level()).isEqualTo("info");
  }

  @ParameterizedTest
  @ValueSource(strings = {"debug", "warn", "error"})
  void isNotChangedInSilence(String level) throws Exception {
    try (var log = CapturedLog.start()) {
      send("PUT", "", "level=" + level);
      send("PUT", "", "level=info");
      assertThat(log.lines())
          .anySatisfy(line -> assertThat(line).contains("changed from=info to=" + level))
          .anySatisfy(line -> assertThat(line).contains("changed from=" + level + " to=info"));
    }
  }

  @Test
  void isNotChangedByStrangers() throws Exception {
    var stranger = InetAddress.ofLiteral("192.0.2.7");
    assertThatThrownBy(() -> LogLevelApi.refuseStrangers(stranger, false))
        .hasMessage(
            "caller is 192.0.2.7, expected one on this host or in this pod (kubectl port-forward), or a certificate (--admin.http.tls.client-ca)");
    assertThatCode(() -> LogLevelApi.refuseStrangers(stranger, true)).doesNotThrowAnyException();
  }

  @Test
  void isNotChangedByALongBody() throws Exception {
    var answer = send("PUT", "", "level=&".repeat(9_000) + "\n");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).hasSizeLessThan(200);
  }

  @Test
  void isNotChangedByReading() throws Exception {
    assertThat(send("POST", "", "level=debug").statusCode()).isEqualTo(405);
    assertThat(Logging.level()).isEqualTo("info");
  }

  private HttpResponse<String> send(String method, String query, String body)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:%d/log-level%s".formatted(server.port(), query));
    return client.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }
}
