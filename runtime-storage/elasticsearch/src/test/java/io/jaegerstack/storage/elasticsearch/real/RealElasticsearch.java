package io.jaegerstack.storage.elasticsearch.real;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// An Elasticsearch or OpenSearch server in a process of its own, with data that are gone when it
/// ends. It ends with this JVM at the latest.
///
/// `-Delasticsearch.home` says where the distribution is unpacked, `-Delasticsearch.java.home`
/// which JDK runs it; the module's build sets both.
public final class RealElasticsearch implements AutoCloseable {
  /// Usual are 10 to 20 s; a machine that builds beside it takes a minute.
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

  private static final int UNKNOWN = 401;

  private static @Nullable RealElasticsearch shared;

  private final Path home;
  private final Path run;
  private final URI uri;
  private final HttpClient client;
  private final ServerFiles files;
  private Process process;

  private RealElasticsearch(
      Path home, Path run, Process process, URI uri, HttpClient client, ServerFiles files) {
    this.home = home;
    this.run = run;
    this.process = process;
    this.uri = uri;
    this.client = client;
    this.files = files;
  }

  /// The one of this JVM, on loopback; started by the first who asks.
  public static synchronized RealElasticsearch shared() {
    RealElasticsearch server = shared;
    if (server == null) {
      Path home = Path.of(System.getProperty("elasticsearch.home"));
      server = start(home, home.resolveSibling(home.getFileName() + "-run"), "127.0.0.1", 0);
      shared = server;
    }
    return server;
  }

  /// Starts one and returns when it answers.
  ///
  /// @param home the unpacked distribution
  /// @param run where its configuration, data and logs go; made anew
  /// @param address to listen on for HTTP
  /// @param port to listen on for HTTP; 0 for a free one
  public static RealElasticsearch start(Path home, Path run, String address, int port) {
    var files = new ServerFiles(home, run);
    return start(home, run, files, () -> files.write(address, port), HttpClient.newHttpClient());
  }

  /// Starts one on loopback that speaks TLS and asks callers for certificates; who has one may do
  /// everything.
  ///
  /// @param tls has `tls.crt`, `tls.key`, and `ca.crt` with the authorities of callers
  /// @param caller that shows a certificate and trusts the server's
  public static RealElasticsearch startSecured(Path home, Path run, Path tls, SSLContext caller) {
    var files = new ServerFiles(home, run);
    var client = HttpClient.newBuilder().sslContext(caller).build();
    return start(home, run, files, () -> files.writeSecured(tls), client);
  }

  /// Starts one on loopback that knows users; whoever says nothing about himself may do everything.
  public static RealElasticsearch startWithUsers(Path home, Path run) {
    var files = new ServerFiles(home, run);
    return start(home, run, files, files::writeWithUsers, HttpClient.newHttpClient());
  }

  private interface Writing {
    void write() throws IOException;
  }

  private static RealElasticsearch start(
      Path home, Path run, ServerFiles files, Writing writing, HttpClient client) {
    try {
      writing.write();
      Process process = launch(home, run);
      URI uri = files.uri(awaitAddress(process, files));
      var server = new RealElasticsearch(home, run, process, uri, client, files);
      server.request("GET", "_cluster/health?wait_for_status=yellow&timeout=60s", "");
      return server;
    } catch (IOException broken) {
      throw new IllegalStateException("Elasticsearch in " + home + " does not start", broken);
    }
  }

  private static Process launch(Path home, Path run) throws IOException {
    var command = new ArrayList<String>();
    if (isRoot()) {
      // It refuses to run as root; in a user namespace it is somebody else, and files stay ours.
      command.addAll(List.of("unshare", "--user", "--map-user=1000", "--map-group=1000"));
    }
    var distribution = Distribution.of(home);
    command.add(distribution.program(home).toString());
    var builder =
        new ProcessBuilder(command)
            .directory(run.toFile())
            .redirectErrorStream(true)
            .redirectOutput(run.resolve("out.log").toFile());
    builder.environment().put(distribution.variable("JAVA_HOME"), javaHome());
    builder.environment().put(distribution.variable("PATH_CONF"), run.resolve("config").toString());
    builder.environment().put(distribution.variable("TMPDIR"), run.resolve("tmp").toString());
    builder.environment().put("HOME", run.toString());
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
    return process;
  }

  private static String javaHome() {
    return System.getProperty("elasticsearch.java.home", System.getProperty("java.home"));
  }

  private static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  private static String awaitAddress(Process process, ServerFiles files) throws IOException {
    Instant deadline = Instant.now().plus(START_TIMEOUT);
    while (Instant.now().isBefore(deadline)) {
      if (exitsWithin(process, POLL)) {
        throw new IOException("it ended with %d: %s".formatted(process.exitValue(), files.said()));
      }
      var address = files.address();
      if (address.isPresent()) {
        return address.get();
      }
    }
    stop(process);
    throw new IOException("it does not listen after %s: %s".formatted(START_TIMEOUT, files.said()));
  }

  private static boolean exitsWithin(Process process, Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Elasticsearch starts", stopped);
    }
  }

  /// Makes `name` its only user, of the role `writer`, `superuser` or one that it does not know,
  /// and returns when it takes `password` and no other.
  public void user(String name, String password, String role) throws IOException {
    files.user(name, password, role);
    String who =
        Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(uri.resolve("_cluster/health"))
            .header("Authorization", "Basic " + who)
            .build();
    Instant deadline = Instant.now().plus(START_TIMEOUT);
    try {
      while (client.send(request, BodyHandlers.discarding()).statusCode() == UNKNOWN) {
        if (Instant.now().isAfter(deadline)) {
          throw new IOException(name + " is still unknown");
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("waiting for " + name, stopped);
    }
  }

  /// Ends it as a machine that loses its power would.
  public void kill() {
    var children = process.descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    children.forEach(child -> child.onExit().join());
  }

  /// Starts it again after [#kill()], with its data and on its port.
  public void again() {
    try {
      files.again(uri.getPort());
      process = launch(home, run);
      awaitAddress(process, files);
      request("GET", "_cluster/health?wait_for_status=yellow&timeout=60s", "");
    } catch (IOException broken) {
      throw new IllegalStateException("Elasticsearch in " + home + " does not come back", broken);
    }
  }

  /// Gives a secured one other certificates, which it takes over within seconds.
  public void replaceTls(Path tls) throws IOException {
    files.copyTls(tls);
  }

  /// The `SPAN_STORAGE_TYPE` of the shared one: `elasticsearch` or `opensearch`.
  public static String sharedType() {
    return Distribution.of(Path.of(System.getProperty("elasticsearch.home"))).type();
  }

  /// `http://address:port/`, or `https://localhost:port/`.
  public URI uri() {
    return uri;
  }

  /// One request with a JSON body, or none where that is empty; gives back what it is answered.
  ///
  /// @throws IOException for every answer that is not 2xx
  public String request(String method, String path, String body) throws IOException {
    var request =
        HttpRequest.newBuilder(uri.resolve(path))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 == 2) {
        return answer.body();
      }
      throw new IOException(
          "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(method + " " + path, stopped);
    }
  }

  @Override
  public void close() {
    client.close();
    stop(process);
  }

  /// The process is a launcher that takes its server along when it is asked to end.
  private static void stop(Process process) {
    var children = process.descendants().toList();
    process.destroy();
    if (!exitsWithin(process, STOP_TIMEOUT)) {
      process.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /// Runs one until this process is ended: `RealElasticsearch HOME RUN ADDRESS PORT`.
  public static void main(String[] arguments) throws InterruptedException {
    var server =
        start(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            arguments[2],
            Integer.parseInt(arguments[3]));
    System.out.println(server.uri());
    server.process.waitFor();
  }
}
