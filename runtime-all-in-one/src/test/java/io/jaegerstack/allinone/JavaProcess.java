package io.jaegerstack.allinone;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// One of our processes, started with `java -jar` as everyone would, on free ports that it tells in
/// its log.
final class JavaProcess implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening server=\\\\*\"([^\"\\\\]+)\\\\*\".* port=(\\d+)");

  private final Process process;
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private final StringBuffer log = new StringBuffer();

  private JavaProcess(Process process) {
    this.process = process;
  }

  /// Starts `module`'s jar with `flags`, and returns when it says that it has started.
  static JavaProcess start(String module, String... flags) throws IOException {
    return start(List.of(), module, flags);
  }

  /// The same, with the words of `prefix` before the command.
  static JavaProcess start(List<String> prefix, String module, String... flags) throws IOException {
    Path jar = Path.of("..", module, "target", "app", module + ".jar");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            jar.toString()));
    command.addAll(List.of(flags));
    var started = new JavaProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    Thread.ofVirtual().start(started::readLog);
    Eventually.find("started: " + command, started::whetherStarted);
    return started;
  }

  private Optional<Boolean> whetherStarted() {
    if (!process.isAlive()) {
      throw new AssertionError("ended with " + process.exitValue() + ":\n" + log);
    }
    return log.indexOf("started process=") >= 0 ? Optional.of(true) : Optional.empty();
  }

  private void readLog() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var listening = LISTENING.matcher(line);
        if (listening.find()) {
          ports.put(listening.group(1), Integer.parseInt(listening.group(2)));
        }
        log.append(line).append('\n');
      }
    } catch (IOException ended) {
      log.append(ended).append('\n');
    }
  }

  /// The port of the server that calls itself so in the log.
  int port(String server) {
    Integer port = ports.get(server);
    if (port == null) {
      throw new AssertionError("no server \"" + server + "\", only " + ports);
    }
    return port;
  }

  String log() {
    return log.toString();
  }

  /// Ends it as Kubernetes would, and says how it ended.
  int terminate() throws InterruptedException {
    process.toHandle().destroy(); // Process.destroy() would close the streams that we read
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("still there a minute after SIGTERM:\n" + log);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
