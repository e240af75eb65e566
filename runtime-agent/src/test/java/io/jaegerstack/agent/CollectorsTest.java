package io.jaegerstack.agent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.agent.reporter.AgentTags;
import io.jaegerstack.agent.reporter.FrameQueue;
import io.jaegerstack.agent.reporter.ReporterCounts;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectorsTest {
  private final Collectors.Frames frames =
      new Collectors.Frames(
          new FrameQueue(1_000_000),
          new ReporterCounts(new Ledger().hop("agent.reporter", Counted.SPANS)),
          AgentTags.of(Map.of()));

  private final SettingValues overTChannel =
      SettingValues.defaults(Catalogue.of(Component.AGENT))
          .with(AgentSettings.REPORTER_TYPE, AgentSettings.TCHANNEL);

  @Test
  void refusesATenantThatTChannelWouldNotCarry() {
    assertRefused(
        overTChannel.with(AgentSettings.REPORTER_TENANT, "acme"),
        "--reporter.grpc.tenant is acme and --reporter.type is tchannel, expected grpc: TChannel has neither TLS nor tenants");
  }

  @Test
  void refusesTlsThatTChannelDoesNotSpeak() {
    assertRefused(
        overTChannel.with(AgentSettings.REPORTER_TLS.enabled(), true),
        "--reporter.grpc.tls.enabled is true and --reporter.type is tchannel, expected grpc: TChannel has neither TLS nor tenants");
  }

  private void assertRefused(SettingValues settings, String message) {
    assertThatThrownBy(() -> Collectors.of(settings, EventLoops.of(1), Metrics.empty(), frames))
        .isInstanceOf(SettingException.class)
        .hasMessage(message);
  }
}
