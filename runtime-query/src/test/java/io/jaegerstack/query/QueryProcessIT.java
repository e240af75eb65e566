package io.jaegerstack.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The query as a process of its own, as users start it.
class QueryProcessIT {
  private static final Pattern LISTENING =
      Pattern.compile("listening server=.*?\"(\\w+ \\w+).*? port=(\\d+)");
  private static final int PARTS_THAT_LISTEN = 3;

  @Test
  void printsItsSettings() throws Exception {
    Ended ended = run("--help");

    assertThat(ended.code()).isZero();
    assertThat(ended.output()).contains("--query.base-path", "--query.max-clock-skew-adjustment");
  }

  @Test
  void refusesUnknownFlagWithTheNearestName() throws Exception {
    Ended ended = run("--query.base-pat=/x");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.output()).contains("--query.base-pat", "--query.base-path");
  }

  @Test
  void refusesSettingThatIsWrongInItself() throws Exception {
    Ended ended = run("--query.base-path=jaeger/");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.output())
        .contains(
            "jaegerstack query: --query.base-path (QUERY_BASE_PATH) is \"jaeger/\", expected /")
        .doesNotContain("SettingException");
  }

  @Test
  void servesMetricsUnderJaegersNamesAndLeavesCleanlyOnSigterm() throws Exception {
    Process process =
        start(
            "--query.http-server.host-port=127.0.0.1:0",
            "--query.grpc-server.host-port=127.0.0.1:0",
            "--admin.http.host-port=127.0.0.1:0");
    try (BufferedReader log = output(process);
        HttpClient client = HttpClient.newHttpClient()) {
      Map<String, Integer> ports = ports(log);

      assertThat(get(client, ports.get("query http"), "/api/services")).contains("\"data\":[]");
      assertThat(get(client, ports.get("admin http"), "/")).contains("Server available");
      assertThat(get(client, ports.get("admin http"), "/metrics"))
          .contains(
              "jaeger_query_requests_total{operation=\"get_services\",result=\"ok\"} 1.0",
              "jaeger_query_latency_bucket{operation=\"get_services\",result=\"ok\",le=\"0.5\"}",
              "jaeger_query_responses_bucket{operation=\"get_services\",le=",
              "jaeger_storage_requests_total{operation=\"get_services\",result=\"ok\"} 1.0",
              "jaeger_storage_latency_seconds_bucket{operation=\"get_services\",result=\"ok\",le=\"0.5\"}",
              "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/api/services\"} 1",
              "process_resident_memory_bytes");

      // Through the handle, because `destroy` of a process also closes what we still read.
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(log.lines().toList())
          .anyMatch(line -> line.contains("stopped process=query clean=true"));
    } finally {
      process.destroyForcibly();
    }
  }

  private static Map<String, Integer> ports(BufferedReader log) throws IOException {
    var ports = new HashMap<String, Integer>();
    var said = new ArrayList<String>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      said.add(line);
      Matcher match = LISTENING.matcher(line);
      if (match.find()) {
        ports.put(match.group(1), Integer.parseInt(match.group(2)));
      }
      if (line.contains("started process=query")) {
        assertThat(ports).hasSize(PARTS_THAT_LISTEN);
        return ports;
      }
    }
    throw new AssertionError("ended before it started: " + said);
  }

  private static String get(HttpClient client, int port, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static Ended run(String... arguments) throws Exception {
    Process process = start(arguments);
    try (BufferedReader log = output(process)) {
      String said = String.join("\n", log.lines().toList());
      return new Ended(process.waitFor(), said);
    }
  }

  private static Process start(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), QueryMain.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private record Ended(int code, String output) {}
}
