package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/// The program in `e2e/apps/jaeger17`, a TChannel client in Go, and Jaeger 1.17.1 itself, built
/// from the same module. Go keeps what it has built.
final class Jaeger17 {
  static final String AGENT = "github.com/jaegertracing/jaeger/cmd/agent";
  static final String ALL_IN_ONE = "github.com/jaegertracing/jaeger/cmd/all-in-one";
  private static final String CLIENT = ".";

  private static final ObjectMapper JSON = new ObjectMapper();

  /// What this JVM has built.
  private static final Map<String, String> READY = new HashMap<>();

  private static final Path SOURCES = Path.of("..", "e2e", "apps", "jaeger17");
  private static final Path BUILT = Path.of("target", "jaeger17").toAbsolutePath();

  /// Builds `goPackage`, or skips the test where there is no Go; with `-De2e=required` nothing is
  /// skipped.
  static synchronized String built(String goPackage) throws Exception {
    String ready = READY.get(goPackage);
    if (ready == null) {
      ready = build(goPackage);
      READY.put(goPackage, ready);
    }
    return ready;
  }

  private static String build(String goPackage) throws Exception {
    if ("off".equals(System.getProperty("e2e"))) {
      throw new TestAbortedException("-De2e=off");
    }
    String name = goPackage.equals(CLIENT) ? "client" : goPackage.replaceAll(".*/", "");
    Path program = BUILT.resolve(name);
    try {
      var build =
          new ProcessBuilder("go", "build", "-o", program.toString(), goPackage)
              .directory(SOURCES.toFile())
              .inheritIO()
              .start();
      assertThat(build.waitFor(15, TimeUnit.MINUTES)).as("go build %s ends", goPackage).isTrue();
      assertThat(build.exitValue()).as("go build %s", goPackage).isZero();
      return program.toString();
    } catch (IOException noGo) {
      throw skipped("Go is needed to build " + goPackage, noGo);
    }
  }

  /// The namespace, or a skipped test as in [#built(String)].
  static NetworkNamespace namespace() throws IOException {
    try {
      return NetworkNamespace.open();
    } catch (IOException impossible) {
      throw skipped("Jaeger 1.17.1 listens on fixed ports", impossible);
    }
  }

  private static TestAbortedException skipped(String why, IOException cause) throws IOException {
    if ("required".equals(System.getProperty("e2e"))) {
      throw cause;
    }
    System.out.println("skipped: " + why + ": " + cause.getMessage());
    return new TestAbortedException(why, cause);
  }

  /// Runs the client and returns its lines, each a JSON object.
  static List<JsonNode> client(List<String> prefix, String... arguments) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : output(prefix, arguments).lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static String output(List<String> prefix, String... arguments) throws Exception {
    Process process = started(prefix, built(CLIENT), "client", arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit code of the client: %s", output).isZero();
    return output;
  }

  /// What `url` answers inside a namespace; empty where nobody does.
  static Optional<JsonNode> get(List<String> prefix, String url) {
    try {
      Process process = started(prefix, built(CLIENT), "get", "get", url);
      byte[] output = process.getInputStream().readAllBytes();
      return process.waitFor() == 0 ? Optional.of(JSON.readTree(output)) : Optional.empty();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  /// Starts a program; its log goes to `target/jaeger17-<log>.log`.
  static Process started(List<String> prefix, String program, String log, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(program);
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectError(Path.of("target", "jaeger17-" + log + ".log").toFile());
    builder.environment().put("SPAN_STORAGE_TYPE", "memory");
    return builder.start();
  }

  /// Frames that the client reads: 4 bytes of length, then the bytes.
  static String file(Path folder, List<byte[]> frames) throws IOException {
    Path file = Files.createTempFile(folder, "frames", ".bin");
    try (var out = new DataOutputStream(Files.newOutputStream(file))) {
      for (byte[] frame : frames) {
        out.writeInt(frame.length);
        out.write(frame);
      }
    }
    return file.toString();
  }

  private Jaeger17() {}
}
