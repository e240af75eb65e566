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
import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/// The program in `e2e/apps/jaeger17`, a TChannel client in Go, and Jaeger 1.17.1 itself, built
/// from the same module.
final class Jaeger17 {
  static final String AGENT = "agent";
  static final String ALL_IN_ONE = "all-in-one";
  private static final String APP = "jaeger17";

  private static final ObjectMapper JSON = new ObjectMapper();

  /// One of 1.17.1's programs, built on first use; skips the test where there is no Go.
  static String built(String program) throws Exception {
    return ClientProgram.built(APP) + "/" + program;
  }

  /// The namespace, or a skipped test as where there is no Go.
  static NetworkNamespace namespace() throws IOException {
    try {
      return NetworkNamespace.open();
    } catch (IOException impossible) {
      throw skipped("Jaeger listens on fixed ports", impossible);
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
    Process process = started(prefix, built(APP), "client", arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit code of the client: %s", output).isZero();
    return output;
  }

  /// What `url` answers inside a namespace; empty where nobody does.
  static Optional<JsonNode> get(List<String> prefix, String url) {
    try {
      Process process = started(prefix, built(APP), "get", "get", url);
      byte[] output = process.getInputStream().readAllBytes();
      return process.waitFor() == 0 ? Optional.of(JSON.readTree(output)) : Optional.empty();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  /// Starts a program of any version; its log goes to `target/stock-<log>.log`.
  static Process started(List<String> prefix, String program, String log, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(program);
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectError(Path.of("target", "stock-" + log + ".log").toFile());
    builder.environment().put("SPAN_STORAGE_TYPE", "memory");
    builder
        .environment()
        .put("OTEL_TRACES_SAMPLER", "always_off"); // or newer ones trace themselves
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
