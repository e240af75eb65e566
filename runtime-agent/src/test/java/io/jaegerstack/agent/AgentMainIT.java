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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The agent as a process of its own, from its command line to its exit code.
@Timeout(120)
class AgentMainIT {
  private static final Pattern LISTENING =
      Pattern.compile("listening server=\\\\\"([^\"\\\\]+)\\\\\".* port=(\\d+)");

  private final List<String> log = new CopyOnWriteArrayList<>();

  @Test
  void servesAndDrainsOnSigterm() throws Exception {
    try (var collector = TestCollector.start();
        var client = new DatagramSocket()) {
      Process agent =
          launch(
              "--reporter.grpc.host-port=" + collector.address(),
              "--processor.jaeger-compact.server-host-port=127.0.0.1:0",
              "--processor.jaeger-binary.server-host-port=127.0.0.1:0",
              "--processor.zipkin-compact.server-host-port=127.0.0.1:0",
              "--http-server.host-port=127.0.0.1:0",
              "--admin.http.host-port=127.0.0.1:0");
      try {
        int udp = port("compact udp");
        int admin = port("admin http");
        Await.until(() -> status(admin) == 200, () -> log);
        for (int packet = 0; packet < 20; packet++) {
          byte[] bytes = Packets.compact("shop", 1 + packet * 10L, 10);
          client.send(
              new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), udp));
        }
        Await.until(
            () ->
                metrics(admin)
                    .contains("jaegerstack_ledger_received_total{hop=\"agent.udp.compact\"} 20.0"),
            () -> metrics(admin));
        // Through the handle: destroying the process itself would close its output before the last
        // line.
        agent.toHandle().destroy();
        assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).as("%s", log).isZero();
        assertThat(collector.spans()).hasSize(200);
        Await.until(() -> log.getLast().contains("stopped process"), () -> log);
        assertThat(log).last().asString().contains("stopped process=agent clean=true");
      } finally {
        agent.destroyForcibly();
      }
    }
  }

  @Test
  void refusesAWrongCommandLineWithEveryReason() throws Exception {
    Process agent =
        launch(
            "--processor.jaeger-compact.workers=0",
            "--reporter.grpc.hostport=x",
            "--jaeger.tags=a=b");
    assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(agent.exitValue()).isEqualTo(2);
    Await.until(() -> log.size() == 3, () -> log);
    assertThat(log)
        .containsExactly(
            "jaegerstack agent: --processor.jaeger-compact.workers (PROCESSOR_JAEGER_COMPACT_WORKERS) is \"0\", expected a whole number from 1 to 256",
            "jaegerstack agent: --reporter.grpc.hostport is not a setting of agent; did you mean --reporter.grpc.host-port?",
            "jaegerstack agent: --jaeger.tags is not a setting of agent: Jaeger renamed it: use --agent.tags");
  }

  private Process launch(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), AgentMain.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread.ofVirtual().start(() -> read(process));
    return process;
  }

  private void read(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(log::add);
    } catch (IOException ended) {
      log.add("output ended: " + ended.getMessage());
    }
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

  private static int status(int admin) {
    return get(admin, "/").statusCode();
  }

  private static String metrics(int admin) {
    return get(admin, "/metrics").body();
  }

  private static HttpResponse<String> get(int admin, String path) {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + admin + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
