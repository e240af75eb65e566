package io.jaegerstack.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An agent as a process, on ports that are free.
final class AgentProcess implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening server=\\\\\"([^\"\\\\]+)\\\\\".* port=(\\d+)");

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final DatagramSocket client = new DatagramSocket();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;

  private AgentProcess(List<String> settings) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), AgentMain.class.getName()));
    for (String port :
        List.of(
            "processor.jaeger-compact.server-host-port",
            "processor.jaeger-binary.server-host-port",
            "processor.zipkin-compact.server-host-port",
            "http-server.host-port",
            "admin.http.host-port")) {
      command.add("--" + port + "=127.0.0.1:0");
    }
    command.addAll(settings);
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread.ofVirtual().start(this::read);
  }

  static AgentProcess start(String... settings) throws IOException {
    var agent = new AgentProcess(List.of(settings));
    agent.port("admin http");
    agent.port("compact udp");
    return agent;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(log::add);
    } catch (IOException | UncheckedIOException ended) {
      log.add("output ended: " + ended.getMessage());
    }
  }

  /// A packet with spans of these ids: `first`, `first + 1`, …
  void send(long first, int spans) throws IOException {
    byte[] packet = Packets.compact("shop", first, spans);
    client.send(
        new DatagramPacket(
            packet, packet.length, InetAddress.getLoopbackAddress(), port("compact udp")));
  }

  private int port(String server) {
    Await.until(() -> find(server) > 0, () -> log);
    return find(server);
  }

  private int find(String server) {
    return log.stream()
        .map(LISTENING::matcher)
        .filter(Matcher::find)
        .filter(found -> found.group(1).equals(server))
        .mapToInt(found -> Integer.parseInt(found.group(2)))
        .findFirst()
        .orElse(0);
  }

  /// Of a metric without labels, or with those given: 0 where there is none.
  double metric(String name) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  void awaitMetric(String name, double value) {
    Await.until(() -> metric(name) == value, this::metrics);
  }

  private String metrics() {
    var uri = URI.create("http://127.0.0.1:" + port("admin http") + "/metrics");
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /// As `kill -9`.
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  /// As `kill`: its last line says whether anything was lost.
  void terminate() throws InterruptedException {
    process.toHandle().destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Await.until(() -> log.getLast().contains("stopped process"), () -> log);
  }

  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.close();
    http.close();
  }
}
