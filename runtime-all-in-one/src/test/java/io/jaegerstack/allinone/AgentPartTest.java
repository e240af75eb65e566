package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentPartTest {
  @Test
  void refusesToReportOverTChannelToACollectorWithout() {
    var flags = new ArrayList<>(List.of(Flags.ALL_IN_ONE));
    flags.add("--reporter.type=tchannel");
    flags.add("--collector.tchannel.enabled=false");
    var line = CommandLine.of(Catalogue.of(Component.ALL_IN_ONE), flags, Map.of());
    var allInOne = AllInOne.of(((CommandLine.Run) line).values());

    try {
      assertThatThrownBy(allInOne.lifecycle()::start)
          .isInstanceOf(IOException.class)
          .hasMessage(
              "agent did not start: --reporter.type is tchannel and --collector.tchannel.enabled is false, expected true: the agent in this process calls the collector in it");
    } finally {
      allInOne.lifecycle().stop(Duration.ofSeconds(15));
    }
  }
}
