package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.operator.status.StorageReport;
import io.jaegerstack.operator.status.StorageReport.Available;
import io.jaegerstack.operator.status.StorageReport.Failing;
import io.jaegerstack.operator.status.StorageReport.Silent;
import java.io.IOException;
import java.util.List;
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
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: c-1}
        spec: {containers: [{name: c, ports: [{name: grpc, containerPort: 1}, {name: admin, containerPort: %d}]}]}
        status: %s
        """
            .formatted(collector.port(), status),
        Pod.class);
  }
}
