package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/// Runs the client programs of `e2e/apps`, built on first use.
final class ClientProgram {
  /// Exit code of `build.sh` where a language's tools are missing.
  private static final int NO_TOOLS = 3;

  private static final Pattern COLLECTOR = Pattern.compile("tracing-collector:(\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> BUILT = new ConcurrentHashMap<>();

  /// Runs `client` to its end and returns the lines that it prints, the summary left out.
  ///
  /// @param ports the port that listens here for one of Jaeger's
  static List<JsonNode> run(TracingClient client, IntUnaryOperator ports) throws Exception {
    String app = built(client.app());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        client.run().stream()
            .map(word -> word.replace("{app}", app).replace("{java}", java))
            .toList();
    Path log = Path.of("target", "client-" + client.toString().replace(' ', '-') + ".log");
    var builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(JAEGER|OTEL|ZIPKIN)_.*"));
    client
        .environment()
        .forEach((name, value) -> builder.environment().put(name, here(name, value, app, ports)));
    Process process = builder.start();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text(process.getInputStream()).lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    assertThat(process.waitFor()).as("exit code; its log: %s", Files.readString(log)).isZero();
    JsonNode summary = lines.removeLast();
    assertThat(summary.path("traces").asInt()).isEqualTo(lines.size());
    return lines;
  }

  private static String here(String name, String value, String app, IntUnaryOperator ports) {
    if (name.endsWith("_AGENT_PORT")) {
      return Integer.toString(ports.applyAsInt(Integer.parseInt(value)));
    }
    if (name.endsWith("_AGENT_HOST")) {
      return "127.0.0.1";
    }
    return COLLECTOR
        .matcher(value.replace("{app}", app))
        .replaceAll(
            (MatchResult found) ->
                "127.0.0.1:" + ports.applyAsInt(Integer.parseInt(found.group(1))));
  }

  /// The directory of `app`, built on first use.
  static String built(String app) throws Exception {
    if ("off".equals(System.getProperty("e2e"))) {
      throw new TestAbortedException("-De2e=off");
    }
    String known = BUILT.get(app);
    if (known == null) {
      known = build(app);
      BUILT.put(app, known);
    }
    return known;
  }

  private static String build(String app) throws IOException, InterruptedException {
    Path log = Path.of("target", "client-build-" + app + ".log");
    var build =
        new ProcessBuilder(TracingClient.APPS.resolve("build.sh").toAbsolutePath().toString(), app)
            .redirectError(log.toAbsolutePath().toFile())
            .start();
    String printed = text(build.getInputStream()).strip();
    int code = build.waitFor();
    String said = Files.readString(log).strip();
    if (code == NO_TOOLS && !"required".equals(System.getProperty("e2e"))) {
      System.out.println("skipped: the clients of " + app + ": " + said);
      throw new TestAbortedException(said);
    }
    assertThat(code).as("exit code of build.sh %s: %s", app, said).isZero();
    return printed;
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  private ClientProgram() {}
}
