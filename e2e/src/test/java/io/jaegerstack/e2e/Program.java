package io.jaegerstack.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a program to its end, in the repository's root.
final class Program {
  /// Root of the repository: Maven runs the tests of a module in the module's own folder.
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final int TAIL = 4000;

  private Program() {}

  /// The program's standard output; its standard error goes to this process's.
  ///
  /// @throws IllegalStateException with the end of its output where it fails or is not done in time
  static String run(Map<String, String> environment, Duration limit, List<String> command) {
    Path output = null;
    try {
      output = Files.createTempFile("e2e", ".out");
      var builder =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      boolean done = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      if (!done) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
      String text = Files.readString(output);
      if (!done || process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s %s: %s"
                .formatted(
                    String.join(" ", command),
                    done ? "ended with " + process.exitValue() : "was not done after " + limit,
                    text.substring(Math.max(0, text.length() - TAIL))));
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    } finally {
      delete(output);
    }
  }

  private static void delete(Path output) {
    if (output != null) {
      output.toFile().delete();
    }
  }
}
