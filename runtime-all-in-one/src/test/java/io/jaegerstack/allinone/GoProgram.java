package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/// A program of `e2e/apps` in Go that tells its ports in its first line, as JSON.
final class GoProgram implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final JsonNode ports;

  private GoProgram(Process process, JsonNode ports) {
    this.process = process;
    this.ports = ports;
  }

  /// Builds the app, or skips the test where there is no Go; with `-De2e=required` nothing is
  /// skipped. Go keeps what it has built.
  static Path built(String app) throws Exception {
    if ("off".equals(System.getProperty("e2e"))) {
      throw new TestAbortedException("-De2e=off");
    }
    Path program = Path.of("target", "go", app).toAbsolutePath();
    try {
      var build =
          new ProcessBuilder("go", "build", "-o", program.toString(), ".")
              .directory(Path.of("..", "e2e", "apps", app).toFile())
              .inheritIO()
              .start();
      assertThat(build.waitFor(8, TimeUnit.MINUTES)).as("go build %s ends", app).isTrue();
      assertThat(build.exitValue()).as("go build %s", app).isZero();
      return program;
    } catch (IOException noGo) {
      if ("required".equals(System.getProperty("e2e"))) {
        throw noGo;
      }
      System.out.println("skipped: %s needs Go: %s".formatted(app, noGo.getMessage()));
      throw new TestAbortedException(app + " needs Go", noGo);
    }
  }

  /// Starts it; its log goes to `target/<log>.log`.
  static GoProgram start(String log, Map<String, String> environment, List<String> command)
      throws IOException {
    Process process = process(log, environment, command);
    return new GoProgram(process, JSON.readTree(process.inputReader().readLine()));
  }

  /// Runs it to its end and returns its exit code.
  static int run(String log, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Process process = process(log, environment, command);
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  private static Process process(String log, Map<String, String> environment, List<String> command)
      throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectError(
                ProcessBuilder.Redirect.appendTo(Path.of("target", log + ".log").toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  String address(String name) {
    return ports.path(name).asText();
  }

  int port(String name) {
    String address = address(name);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
