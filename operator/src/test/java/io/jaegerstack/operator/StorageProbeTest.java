package io.jaegerstack.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.operator.status.StorageReport;
import io.jaegerstack.operator.status.StorageReport.Available;
import io.jaegerstack.operator.status.StorageReport.Failing;
import io.jaegerstack.operator.status.StorageReport.Silent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageProbeTest {
  private final StorageProbe probe = new StorageProbe();
  private HealthServer collector;

  @BeforeEach
  void start() throws IOException {
    collector = new HealthServer();
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void collectorTellsThatItsStorageAnswers() {
    assertThat(ask()).containsExactly(new Available("c-1"));
  }

  @Test
  void collectorTellsWhatIsWrongInTheStoragesWords() {
    collector.says = HealthServer.failing("connection refused");
    assertThat(ask()).containsExactly(new Failing("c-1", "connection refused"));
  }

  @Test
  void stockCollectorSaysNothingOfItsStorage() {
    collector.says = "{\"status\":\"Server available\",\"upSince\":\"2026-01-01T00:00:00Z\"}";
    assertThat(ask()).containsExactly(silent("says nothing of its storage"));
  }

  @Test
  void collectorThatMayNotLookTellsWhy() {
    collector.says =
        "{\"storage\":{\"available\":null,\"error\":\"GET _cluster/health was answered 403\"}}";
    assertThat(ask())
        .containsExactly(new Silent("c-1", "it cannot tell: GET _cluster/health was answered 403"));
  }

  /// Otherwise every question would leave one behind.
  @Test
  void connectionOfAPodThatStallsInItsAnswerIsClosed() throws IOException {
    try (var stalling = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var asked =
          CompletableFuture.supplyAsync(
              () -> probe.ask(List.of(pod("{podIP: 127.0.0.1}", stalling.getLocalPort()))),
              Thread::startVirtualThread);
      try (var connection = stalling.accept()) {
        var out = connection.getOutputStream();
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(US_ASCII));
        out.flush();

        assertThat(asked.join()).hasOnlyElementsOfType(Silent.class);

        connection.setSoTimeout(10_000);
        assertThat(readsToTheEnd(connection)).as("the connection was closed").isTrue();
      }
    }
  }

  private static boolean readsToTheEnd(Socket connection) throws IOException {
    try {
      connection.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void whatIsNoJsonOrTooLongIsNoAnswer() {
    collector.says = "<html>";
    assertThat(ask()).containsExactly(silent("says nothing of its storage"));
    collector.says = " ".repeat(1 << 20) + HealthServer.AVAILABLE;
    assertThat(ask()).containsExactly(silent("does not answer"));
  }

  @Test
  void podThatIsNotThereIsSilent() {
    collector.close();
    assertThat(ask()).containsExactly(silent("does not answer"));
  }

  @Test
  void podWithoutAnAddressIsNotAsked() {
    assertThat(probe.ask(List.of(pod("{}")))).isEmpty();
  }

  private Iterable<StorageReport> ask() {
    return probe.ask(List.of(pod("{podIP: 127.0.0.1}")));
  }

  private Silent silent(String why) {
    return new Silent("c-1", "http://127.0.0.1:%d/health %s".formatted(collector.port(), why));
  }

  private Pod pod(String status) {
    return pod(status, collector.port());
  }

  private static Pod pod(String status, int port) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: c-1}
        spec: {containers: [{name: c, ports: [{name: grpc, containerPort: 1}, {name: admin, containerPort: %d}]}]}
        status: %s
        """
            .formatted(port, status),
        Pod.class);
  }
}
