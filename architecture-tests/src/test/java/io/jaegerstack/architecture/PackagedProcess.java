package io.jaegerstack.architecture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A packaged process, on free loopback ports that it tells in its log, with the work of one client
/// and one reader.
final class PackagedProcess implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening server=\\\\*\"([^\"\\\\]+)\\\\*\".* port=(\\d+)");
  private static final Path PAYLOADS = Repository.ROOT.resolve("build/image/training");
  private static final List<String> AGENT =
      List.of(
          "processor.jaeger-compact.server",
          "processor.jaeger-binary.server",
          "processor.zipkin-compact.server",
          "http-server",
          "admin.http");

  private static final List<String> AGENT_OTLP = List.of("agent.otlp.grpc", "agent.otlp.http");

  private static final List<String> REST_OF_ALL_IN_ONE =
      List.of(
          "collector.grpc-server",
          "collector.http-server",
          "collector.relay",
          "collector.zipkin",
          "collector.otlp.grpc",
          "collector.otlp.http",
          "query.http-server",
          "query.grpc-server");

  private static final String TCHANNEL = "--collector.port=127.0.0.1:0";

  private static final String OTHER_TRACE =
      """
      {"resourceSpans": [{
        "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "other"}}]},
        "scopeSpans": [{"spans": [{
          "traceId": "0000000000000000000000000000beef", "spanId": "00000000000000ef", "name": "one",
          "startTimeUnixNano": "1767225600000000000", "endTimeUnixNano": "1767225600001000000"}]}]}]}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Integer> ports = new HashMap<>();
  private final Process process;

  private PackagedProcess(Process process) {
    this.process = process;
  }

  /// Returns when it says that it has started.
  static PackagedProcess allInOne(Map<String, String> environment) throws IOException {
    var servers = new ArrayList<>(AGENT);
    servers.addAll(REST_OF_ALL_IN_ONE);
    return start("runtime-all-in-one", servers, List.of(TCHANNEL), environment);
  }

  /// An agent that takes OTLP and finds no collector.
  static PackagedProcess agent(Path spill) throws IOException {
    var servers = new ArrayList<>(AGENT);
    servers.addAll(AGENT_OTLP);
    return start(
        "runtime-agent",
        servers,
        List.of(
            "--agent.otlp.enabled",
            "--reporter.grpc.host-port=127.0.0.1:1",
            "--reporter.spill.directory=" + spill),
        Map.of());
  }

  private static PackagedProcess start(
      String module, List<String> servers, List<String> flags, Map<String, String> environment)
      throws IOException {
    Path jar = Repository.ROOT.resolve("%1$s/target/app/%1$s.jar".formatted(module));
    if (!Files.exists(jar)) {
      throw new AssertionError("no " + jar + ", expected the packaged process: ./mvnw verify");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString()));
    servers.forEach(server -> command.add("--" + server + ".host-port=127.0.0.1:0"));
    command.replaceAll(flag -> flag.replace(".server.host-port", ".server-host-port"));
    command.addAll(flags);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var started = new PackagedProcess(builder.start());
    started.readLogUntilStarted();
    return started;
  }

  private void readLogUntilStarted() throws IOException {
    BufferedReader lines = process.inputReader();
    var log = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      log.append(line).append('\n');
      var listening = LISTENING.matcher(line);
      if (listening.find()) {
        ports.put(listening.group(1), Integer.parseInt(listening.group(2)));
      }
      if (line.contains("started process=")) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
        return;
      }
    }
    throw new AssertionError("it ended before it had started:\n" + log);
  }

  /// What one client and one reader do once, at the ports that there are.
  void work() throws IOException {
    byte[] packet = Files.readAllBytes(PAYLOADS.resolve("compact.bin"));
    try (var socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              packet, packet.length, InetAddress.getLoopbackAddress(), port("compact udp")));
    }
    send(request("sampling http", "/sampling?service=training"));
    send(
        request("otlp http", "/v1/traces")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(OTHER_TRACE)));
    if (ports.containsKey("collector http")) {
      workBehindTheAgent();
    }
  }

  private void workBehindTheAgent() throws IOException {
    send(
        request("collector http", "/api/traces")
            .header("Content-Type", "application/x-thrift")
            .POST(HttpRequest.BodyPublishers.ofFile(PAYLOADS.resolve("batch.bin"))));
    for (String path :
        List.of("/api/services", "/api/traces?service=training&limit=20", "/api/traces/1")) {
      send(request("query http", path));
    }
  }

  String metrics() {
    return send(request("admin http", "/metrics"));
  }

  private HttpRequest.Builder request(String server, String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d%s".formatted(port(server), path)));
  }

  private String send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private int port(String server) {
    Integer port = ports.get(server);
    if (port == null) {
      throw new AssertionError("no server \"" + server + "\", only " + ports);
    }
    return port;
  }

  @Override
  public void close() {
    http.close();
    process.destroyForcibly();
  }
}
