package io.jaegerstack.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.DependencyHealth;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.ByteSize;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentHealthTest {
  private static final Optional<DependencyHealth> AVAILABLE =
      Optional.of(DependencyHealth.available());

  @Test
  void tellsWhetherACollectorIsConnected() throws Exception {
    int port;
    try (var once = TestCollector.start()) {
      port = once.port();
    }
    try (var agent = RunningAgent.start("127.0.0.1:" + port)) {
      assertThat(agent.health().dependency("collector"))
          .contains(DependencyHealth.failing("no collector is connected over grpc"));
      try (var collector = TestCollector.startOn(port)) {
        Await.until(
            () -> agent.health().dependency("collector").equals(AVAILABLE),
            agent.health()::dependencies);
      }
      Await.until(
          () -> !agent.health().dependency("collector").equals(AVAILABLE),
          agent.health()::dependencies);
    }
  }

  @Test
  void tellsThatSpansFillItsQueue() throws Exception {
    int port;
    try (var once = TestCollector.start()) {
      port = once.port();
    }
    try (var agent =
        RunningAgent.start(
            "127.0.0.1:" + port,
            settings -> settings.with(AgentSettings.REPORTER_QUEUE_BYTES, ByteSize.kib(64)))) {
      assertThat(agent.health().dependency("reporter-queue")).isEqualTo(AVAILABLE);
      for (int packet = 0; packet < 500; packet++) {
        agent.sendCompact(Packets.compact("shop", 1 + packet * 10L, 10));
      }
      Await.until(
          () -> !agent.health().dependency("reporter-queue").equals(AVAILABLE),
          agent.health()::dependencies);
      assertThat(agent.health().dependency("reporter-queue").orElseThrow().reason())
          .endsWith(" of 65536 bytes are taken");
    }
  }
}
