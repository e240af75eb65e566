package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Collector;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AllInOneTest {
  private AllInOne allInOne;

  @BeforeEach
  void start() throws Exception {
    allInOne = AllInOne.of(settings());
    allInOne.lifecycle().start();
  }

  @AfterEach
  void stop() {
    allInOne.lifecycle().stop(Duration.ofSeconds(15));
    assertThat(allInOne.ledger().unbalanced()).isEmpty();
  }

  @Test
  void passesSpansFromTheAgentToTheQuery() {
    UdpClient.sendCompact(allInOne.agent().agent().compactPort(), "shop", 0x71, 5);
    new QueryClient(allInOne.query().httpPort()).awaitTrace("0000000000000071", 5);
  }

  @Test
  void storesOnStopWhatItHadTaken() {
    int port = allInOne.agent().agent().compactPort();
    for (int i = 0; i < 200; i++) {
      UdpClient.sendCompact(port, "shop", 0x1000 + i, 5);
    }
    var packets = allInOne.ledger().hop("agent.udp.compact", Counted.PACKETS);
    Eventually.find(
        "packets read",
        () -> packets.received() > 0 ? java.util.Optional.of(true) : java.util.Optional.empty());

    allInOne.lifecycle().stop(Duration.ofSeconds(15));

    var pipeline = allInOne.ledger().hop(Collector.HOP, Counted.SPANS);
    assertThat(pipeline.forwarded()).isEqualTo(5 * packets.forwarded()).isPositive();
    assertThat(pipeline.snapshot().totalDropped()).isZero();
  }

  private static SettingValues settings() {
    var line =
        CommandLine.of(Catalogue.of(Component.ALL_IN_ONE), List.of(Flags.ALL_IN_ONE), Map.of());
    return ((CommandLine.Run) line).values();
  }
}
