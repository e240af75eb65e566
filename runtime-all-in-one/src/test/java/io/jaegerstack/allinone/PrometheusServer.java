package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/// A real Prometheus, Debian's, as a process on a free loopback port that looks every second.
final class PrometheusServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING = Pattern.compile("\"Listening on\" address=\\S+:(\\d+)");

  private static final String IS_READY = "Prometheus Server is Ready.\n";

  /// What it is to look at.
  ///
  /// @param namespace becomes a label, as a pod's namespace does in a cluster
  record Target(String namespace, String job, int port) {}

  /// One series of an answer, without its name.
  record Sample(Map<String, String> labels, double value) {}

  private final Process process;
  private final int port;

  private PrometheusServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// The folder of `prometheus` and `promtool`, or a skipped test where they cannot be had; with
  /// `-De2e=required` nothing is skipped.
  static Path programs() throws Exception {
    if ("off".equals(System.getProperty("e2e"))) {
      throw new TestAbortedException("-De2e=off");
    }
    Process install =
        new ProcessBuilder(Path.of("..", "e2e", "prometheus.sh").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String folder = new String(install.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = install.waitFor();
    if (code == 3 && !"required".equals(System.getProperty("e2e"))) {
      System.out.println("skipped: no Prometheus, and no Debian to have it from");
      throw new TestAbortedException("no Prometheus");
    }
    assertThat(code).as("exit code of e2e/prometheus.sh").isZero();
    return Path.of(folder.strip());
  }

  /// Starts it with a data directory of its own.
  ///
  /// @param rules files of rules that it evaluates
  static PrometheusServer start(Path programs, Path folder, List<Path> rules, List<Target> targets)
      throws IOException {
    Path configuration =
        Files.writeString(folder.resolve("prometheus.yml"), configuration(rules, targets));
    Process process =
        new ProcessBuilder(
                programs.resolve("prometheus").toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:0")
            .redirectErrorStream(true)
            .start();
    var started = new PrometheusServer(process, port(process));
    Eventually.find(
        "a Prometheus that is ready",
        () -> Optional.of(QueryClient.text(started.port, "/-/ready")).filter(IS_READY::equals));
    return started;
  }

  private static String configuration(List<Path> rules, List<Target> targets) {
    String files =
        rules.stream()
            .map(rule -> "\"%s\"".formatted(rule.toAbsolutePath().normalize()))
            .collect(Collectors.joining(", "));
    String jobs =
        targets.stream()
            .map(
                each ->
                    """
                      - job_name: %s/%s
                        static_configs: [{targets: ["127.0.0.1:%d"], labels: {job: %s, namespace: %s, cluster: test}}]
                    """
                        .formatted(
                            each.namespace(),
                            each.job(),
                            each.port(),
                            each.job(),
                            each.namespace()))
            .collect(Collectors.joining());
    return "global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}\nrule_files: [%s]\nscrape_configs:\n%s"
        .formatted(files, jobs);
  }

  private static int port(Process process) throws IOException {
    BufferedReader lines = process.inputReader();
    var log = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      log.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(said -> {}));
        return Integer.parseInt(listening.group(1));
      }
    }
    throw new AssertionError("Prometheus ended before it listened:\n" + log);
  }

  /// Waits until every target has been seen that often in the last minute, and answers.
  void awaitScrapes(int targets, int times) {
    Eventually.find(
        "%d scrapes of each of %d targets".formatted(times, targets),
        () -> {
          long seen =
              ask("sum_over_time(up[1m])").stream().filter(up -> up.value() >= times).count();
          return seen == targets ? Optional.of(true) : Optional.empty();
        });
  }

  /// What the expression finds now.
  List<Sample> ask(String expression) {
    JsonNode answer =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    List<Sample> samples = new ArrayList<>();
    for (JsonNode each : answer.path("result")) {
      var labels = new TreeMap<String, String>();
      each.path("metric").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
      samples.add(new Sample(labels, value(each.path("value").path(1).asText())));
    }
    return samples;
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /// Its alerting rules, as it has read them.
  JsonNode alerts() {
    return get("/api/v1/rules?type=alert").path("groups").path(0).path("rules");
  }

  private JsonNode get(String path) {
    try {
      JsonNode answer = JSON.readTree(QueryClient.text(port, path));
      assertThat(answer.path("status").asText()).as("%s: %s", path, answer).isEqualTo("success");
      return answer.path("data");
    } catch (IOException notJson) {
      throw new AssertionError(notJson);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.toHandle().destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
