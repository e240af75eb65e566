package io.jaegerstack.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The flags of Jaeger's agent, which manifests set: each is ours, with the same default.
class JaegerAgentFlagsTest {
  private static final Catalogue AGENT = Catalogue.of(Component.AGENT);

  @ParameterizedTest
  @CsvSource({
    "processor.jaeger-compact.server-host-port, :6831",
    "processor.jaeger-compact.server-max-packet-size, 65000",
    "processor.jaeger-binary.server-host-port, :6832",
    "processor.jaeger-binary.server-max-packet-size, 65000",
    "processor.zipkin-compact.server-host-port, :5775",
    "processor.zipkin-compact.server-max-packet-size, 65000",
    "http-server.host-port, :5778",
    "admin.http.host-port, :14271",
    "agent.tags, ''",
    "reporter.type, grpc",
    "reporter.grpc.retry.max, 3",
    "reporter.grpc.discovery.min-peers, 3",
    "reporter.grpc.tls.enabled, false",
    "reporter.grpc.tls.ca, ''",
    "reporter.grpc.tls.cert, ''",
    "reporter.grpc.tls.key, ''",
    "reporter.grpc.tls.server-name, ''",
    "reporter.grpc.tls.skip-host-verify, false",
  })
  void hasTheFlagWithJaegersDefault(String flag, String byDefault) {
    assertThat(AGENT.setting(flag)).get().extracting(Setting::printedDefault).isEqualTo(byDefault);
  }

  /// Jaeger's ten are goroutines, of which as many run at a time as there are processors: two
  /// threads are what they come to on a node's share. Its thousand packets and the system's buffer
  /// overflow in a burst that a moment later nobody would notice; ours are bounded in bytes
  /// besides. Its agent ends without collectors.
  @ParameterizedTest
  @CsvSource({
    "processor.jaeger-compact.workers, 2",
    "processor.jaeger-binary.workers, 2",
    "processor.zipkin-compact.workers, 2",
    "processor.jaeger-compact.server-queue-size, 10000",
    "processor.jaeger-compact.server-socket-buffer-size, 4194304",
    "processor.jaeger-binary.server-queue-size, 10000",
    "processor.jaeger-binary.server-socket-buffer-size, 4194304",
    "processor.zipkin-compact.server-queue-size, 10000",
    "processor.zipkin-compact.server-socket-buffer-size, 4194304",
    "reporter.grpc.host-port, 127.0.0.1:14250",
  })
  void hasTheFlagWithADefaultOfItsOwn(String flag, String byDefault) {
    assertThat(AGENT.setting(flag)).get().extracting(Setting::printedDefault).isEqualTo(byDefault);
  }

  @Test
  void readsTheFlagsOfAManifest() {
    var line =
        CommandLine.of(
            AGENT,
            List.of(
                "--processor.jaeger-compact.workers=10",
                "--reporter.grpc.host-port=dns:///tracing-collector-headless.observability.svc:14250",
                "--reporter.grpc.discovery.min-peers=5",
                "--agent.tags=cluster=prod,node=${NODE_NAME:none},zone=${ZONE:eu-1},rack=${RACK}"),
            Map.of("NODE_NAME", "node-7", "REPORTER_GRPC_RETRY_MAX", "7"));
    assertThat(line).isInstanceOf(CommandLine.Run.class);
    SettingValues settings = ((CommandLine.Run) line).values();
    assertThat(settings.value(AgentSettings.COMPACT.workers())).isEqualTo(10);
    assertThat(settings.value(AgentSettings.REPORTER_MIN_PEERS)).isEqualTo(5);
    assertThat(settings.value(AgentSettings.REPORTER_RETRY_MAX)).isEqualTo(7);
    assertThat(settings.value(AgentSettings.TAGS))
        .isEqualTo(Map.of("cluster", "prod", "node", "node-7", "zone", "eu-1"));
  }
}
