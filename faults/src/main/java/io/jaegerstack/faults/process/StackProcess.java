package io.jaegerstack.faults.process;

import io.jaegerstack.faults.Await;
import io.jaegerstack.server.ledger.HopFigures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One of our processes, on free ports that it tells in its log.
public final class StackProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration STOP = Duration.ofSeconds(60);
  private static final Pattern LISTENING =
      Pattern.compile("listening server=\\\\*\"([^\"\\\\]+)\\\\*\".* port=(\\d+)");
  private static final Pattern LAST_FIGURES = Pattern.compile("last figures ([^\"\\\\]+)");

  private final String name;
  private final Process process;
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private final StringBuffer log = new StringBuffer();
  private final Thread reader;
  private volatile List<HopFigures> lastSeen = List.of();
  private volatile boolean killed;

  private StackProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::readLog);
  }

  /// Starts `module`'s jar, and returns when it says that it has started.
  ///
  /// @param name for messages
  /// @param heap as in `-Xmx`
  public static StackProcess start(String name, String module, String heap, List<String> flags) {
    return start(name, module, heap, flags, Map.of());
  }

  /// @param environment beside this process's own
  public static StackProcess start(
      String name,
      String module,
      String heap,
      List<String> flags,
      Map<String, String> environment) {
    Path jar = Path.of("..", module, "target", "app", module + ".jar");
    if (!Files.exists(jar)) {
      throw new AssertionError("no " + jar + ", expected the packaged process: ./mvnw verify");
    }
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            jar.toString()));
    command.addAll(flags);
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      var started = new StackProcess(name, builder.start());
      Await.until(() -> "started: " + command + "\n" + started.log, START, started::hasStarted);
      return started;
    } catch (IOException noJava) {
      throw new UncheckedIOException(noJava);
    }
  }

  /// The JVM that runs this one's tests.
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private boolean hasStarted() {
    if (!process.isAlive()) {
      throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + log);
    }
    return log.indexOf("started process=") >= 0;
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

  public String name() {
    return name;
  }

  public String log() {
    return log.toString();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// The port of the server that calls itself so in the log.
  public int port(String server) {
    Integer port = ports.get(server);
    if (port == null) {
      throw new AssertionError("no server \"" + server + "\", only " + ports);
    }
    return port;
  }

  /// What it has counted: now, or by its end, or, where it was killed, when it was last asked.
  public ProcessAccount account() {
    if (killed) {
      return new ProcessAccount(name, lastSeen, false);
    }
    if (!process.isAlive()) {
      return new ProcessAccount(name, lastFigures(), true);
    }
    lastSeen =
        AdminPort.text(port("admin http"), "/ledger").lines().map(HopFigures::parse).toList();
    return new ProcessAccount(name, lastSeen, true);
  }

  private List<HopFigures> lastFigures() {
    var figures = new ArrayList<HopFigures>();
    var found = LAST_FIGURES.matcher(log);
    while (found.find()) {
      figures.add(HopFigures.parse(found.group(1)));
    }
    return figures;
  }

  /// One figure of `/metrics`, all its labels summed; 0 where there is none.
  public double metric(String metric) {
    return AdminPort.text(port("admin http"), "/metrics")
        .lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// The answer of a path of its admin port.
  public String admin(String path) {
    return AdminPort.text(port("admin http"), path);
  }

  /// What it says of being ready, also where it is not.
  public String readiness() {
    return AdminPort.readiness(port("admin http"));
  }

  /// Ends it as Kubernetes would, and says how it ended.
  public int terminate() {
    process.toHandle().destroy(); // Process.destroy() would close the streams that we read
    return awaitEnd("SIGTERM");
  }

  /// SIGKILL: nothing is drained, nothing is said.
  public void kill() {
    account();
    killed = true;
    process.destroyForcibly();
    awaitEnd("SIGKILL");
  }

  private int awaitEnd(String why) {
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(name + " is still there a minute after " + why + ":\n" + log);
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /// SIGSTOP: it stands still, as in a long pause of its garbage collector or a starved node.
  public void pause() {
    signal("STOP");
  }

  /// SIGCONT.
  public void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new AssertionError("kill -%s %s ended with %d".formatted(signal, name, code));
      }
    } catch (IOException noKill) {
      throw new UncheckedIOException(noKill);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /// Resident memory, bytes.
  public long residentBytes() {
    return status("VmRSS:") * 1024;
  }

  public long threads() {
    return status("Threads:");
  }

  private long status(String line) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(each -> each.startsWith(line))
          .mapToLong(each -> Long.parseLong(each.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /// Open file descriptors.
  public long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return open.count();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
