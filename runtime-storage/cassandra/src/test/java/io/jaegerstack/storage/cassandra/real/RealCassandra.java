package io.jaegerstack.storage.cassandra.real;

import io.jaegerstack.storage.contract.ServerJdk;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Cassandra server in a process of its own on loopback, with data that are gone when it is
/// started anew. It ends with this JVM at the latest.
///
/// `-Dcassandra.server` says where `class-path.txt` is that the build has written; what the server
/// writes goes beside it.
public final class RealCassandra implements AutoCloseable {
  /// Usual are 10 to 20 s; a machine that builds beside it takes a minute.
  private static final Duration START_TIMEOUT = Duration.ofMinutes(4);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final int JAVA = 17;

  private static @Nullable RealCassandra shared;

  private final Path run;
  private final CassandraFiles files;
  private final int port;
  private final int storagePort;
  private Process process;

  private RealCassandra(Path run, int port, int storagePort, String more) throws IOException {
    this.run = run;
    this.files = new CassandraFiles(run);
    this.port = port;
    this.storagePort = storagePort;
    files.write(port, storagePort, more);
    this.process = launch();
  }

  /// The one of this JVM; started by the first who asks.
  public static synchronized RealCassandra shared() {
    RealCassandra server = shared;
    if (server == null) {
      server = start("shared");
      shared = server;
    }
    return server;
  }

  /// Starts one and returns when it answers.
  ///
  /// @param name of its directory
  public static RealCassandra start(String name) {
    return start(name, "");
  }

  /// The same with more lines of `cassandra.yaml`.
  public static RealCassandra start(String name, String more) {
    Path run = home().resolve("run-" + name + "-" + ProcessHandle.current().pid());
    try {
      var server = new RealCassandra(run, freePort(), freePort(), more);
      Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
      server.awaitListening();
      return server;
    } catch (IOException broken) {
      throw new IllegalStateException("Cassandra in " + run + " does not start", broken);
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("cassandra.server")).toAbsolutePath();
  }

  /// Free now; a server of Cassandra takes no port 0.
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process launch() throws IOException {
    String classPath = Files.readString(home().resolve("class-path.txt")).strip();
    String agent =
        Arrays.stream(classPath.split(File.pathSeparator))
            .filter(jar -> jar.contains("jamm-"))
            .findFirst()
            .orElseThrow(() -> new IOException("no jamm in " + classPath));
    List<String> command = new ArrayList<>();
    command.add(ServerJdk.home(JAVA).resolve("bin/java").toString());
    command.addAll(CassandraFiles.options());
    command.add("-javaagent:" + agent);
    command.add("-Dcassandra.config=file://" + run.resolve("conf/cassandra.yaml"));
    command.add("-Dlogback.configurationFile=file://" + run.resolve("conf/logback.xml"));
    command.add("-Dcassandra.storagedir=" + run);
    command.add("-Dcassandra.logdir=" + run);
    command.addAll(List.of("-cp", classPath, "org.apache.cassandra.service.CassandraDaemon"));
    return new ProcessBuilder(command)
        .directory(run.toFile())
        .redirectErrorStream(true)
        .redirectOutput(run.resolve("out.log").toFile())
        .start();
  }

  private void awaitListening() throws IOException {
    Instant deadline = Instant.now().plus(START_TIMEOUT);
    while (!files.saysThatItListens()) {
      if (ends(POLL)) {
        throw new IOException("it ended with %d: %s".formatted(process.exitValue(), files.said()));
      }
      if (Instant.now().isAfter(deadline)) {
        kill();
        throw new IOException(
            "it does not listen after %s: %s".formatted(START_TIMEOUT, files.said()));
      }
    }
  }

  private boolean ends(Duration within) {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for Cassandra", stopped);
    }
  }

  /// Of its CQL, on 127.0.0.1.
  public int port() {
    return port;
  }

  /// Ends it as a power cut does; what it has stored stays.
  public void kill() {
    process.destroyForcibly();
    ends(STOP_TIMEOUT);
  }

  /// Starts it again with its data, after [#kill()].
  public void startAgain() {
    startAgain("");
  }

  /// The same with more lines of `cassandra.yaml`.
  public void startAgain(String more) {
    try {
      if (!more.isEmpty()) {
        files.configure(port, storagePort, more);
      }
      Files.delete(run.resolve("out.log"));
      process = launch();
      awaitListening();
    } catch (IOException broken) {
      throw new IllegalStateException("Cassandra in " + run + " does not start again", broken);
    }
  }

  /// Asks it to end; its data stay where they are until the next one of its name.
  @Override
  public void close() {
    process.destroy();
    if (!ends(STOP_TIMEOUT)) {
      kill();
    }
  }

  /// Runs one until this process is ended: `RealCassandra NAME`.
  public static void main(String[] arguments) throws InterruptedException {
    var server = start(arguments[0]);
    System.out.println(server.port());
    server.process.waitFor();
  }
}
