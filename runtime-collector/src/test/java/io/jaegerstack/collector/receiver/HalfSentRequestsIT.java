package io.jaegerstack.collector.receiver;

import static io.jaegerstack.collector.receiver.ApiV2Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.collector.CollectorMain;
import io.jaegerstack.collector.Eventually;
import io.jaegertracing.api_v2.CollectorServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A collector's process with little memory, and hundreds of connections that half-send the largest
/// message: 1.2 GiB, were they all held.
@Timeout(300)
class HalfSentRequestsIT {
  private static final String POST_SPANS = "jaeger.api_v2.CollectorService/PostSpans";
  private static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
  private static final int CONNECTIONS = 400;
  private static final int MESSAGE = 4 << 20;
  private static final int SENT = 3 << 20;

  @TempDir private Path scratch;
  private final List<Http2Connection> strangers = new ArrayList<>();
  private Process process;

  @BeforeEach
  void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:MaxDirectMemorySize=96m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                CollectorMain.class.getName(),
                "--memory.max-bytes=8MiB",
                "--collector.grpc-server.host-port=127.0.0.1:0",
                "--collector.http-server.host-port=127.0.0.1:0",
                "--collector.relay.host-port=127.0.0.1:0",
                "--collector.otlp.grpc.host-port=127.0.0.1:0",
                "--collector.otlp.http.host-port=127.0.0.1:0",
                "--admin.http.host-port=127.0.0.1:0")
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    Eventually.await("the collector serves", () -> output().contains("started process=collector"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    strangers.forEach(Http2Connection::close);
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  @Test
  void leaveTheProcessAliveAndServing() throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port("collector grpc")).usePlaintext().build();
    var spans = CollectorServiceGrpc.newBlockingStub(channel);
    for (int i = 0; i < CONNECTIONS; i++) {
      var stranger = Http2Connection.open(port(i % 2 == 0 ? "collector grpc" : "otlp grpc"));
      strangers.add(stranger);
      stranger.halfCall(1, i % 2 == 0 ? POST_SPANS : EXPORT, MESSAGE, SENT);
      if (i % 20 == 0) {
        spans.withDeadlineAfter(20, TimeUnit.SECONDS).postSpans(request("shop", i + 1));
      }
    }
    spans.withDeadlineAfter(20, TimeUnit.SECONDS).postSpans(request("shop", CONNECTIONS + 1));
    channel.shutdownNow();

    assertThat(process.isAlive()).isTrue();
    assertThat(output()).doesNotContain("OutOfMemory", "OutOfDirectMemory");
    // The last ones may still be in the sockets' buffers.
    Eventually.await(
        "nearly all gave way",
        () -> figure(refused("collector")) + figure(refused("otlp")) > CONNECTIONS * 0.9);
    assertThat(figure("jaegerstack_grpc_unfinished_bytes")).isLessThanOrEqualTo(32 << 20);
    assertThat(figure("jaegerstack_ledger_received_total{hop=\"collector.pipeline\"}"))
        .isEqualTo(CONNECTIONS / 20 + 1);
  }

  private static String refused(String server) {
    return "jaegerstack_grpc_refused_total{reason=\"too-many-bytes\",server=\"" + server + "\"}";
  }

  private String metrics() {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + port("admin http") + "/metrics");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private double figure(String name) {
    var line = Pattern.compile("(?m)^" + Pattern.quote(name) + " (.*)$").matcher(metrics());
    assertThat(line.find()).as(name).isTrue();
    return Double.parseDouble(line.group(1));
  }

  private int port(String server) {
    var line =
        Pattern.compile("server=\\\\\"" + server + "\\\\\" address=\\S+ port=(\\d+)")
            .matcher(output());
    assertThat(line.find()).as(server + " in " + output()).isTrue();
    return Integer.parseInt(line.group(1));
  }

  private String output() {
    try {
      return Files.exists(log()) ? Files.readString(log()) : "";
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Path log() {
    return scratch.resolve("collector.log");
  }
}
