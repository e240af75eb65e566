package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import io.jaegerstack.faults.traffic.UdpSender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Agents that are told to end under load, while clients keep sending.
class AgentStopsIT {
  private static final int RATE = 200;
  private static final int SPANS = 10;

  private static final String HOP = "agent.udp.compact";

  /// Clients of one port; datagrams to an agent that has ended go to nobody.
  private record Clients(UdpSender sender, Load load) {
    static Clients of(Scenario scenario, AtomicReference<StackProcess> agent) {
      var sender =
          UdpSender.of(
              UdpSender.Protocol.COMPACT, () -> agent.get().port("compact udp"), "client-1");
      return new Clients(
          sender,
          Load.start(scenario.plan("udp"), sender, scenario.book(), RATE, 1, Duration.ZERO));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatAnAgentHadReceivedIsDeliveredBeforeItEnds(Way way) throws Exception {
    try (var scenario = Scenario.named("agent-sigterm")) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      var agent = new AtomicReference<>(stack.agent(way.towards(backend.port(way.server()))));
      Clients clients = Clients.of(scenario, agent);
      Await.pass(Duration.ofSeconds(3));

      long asked = clients.sender().sent();
      StackProcess first = agent.get();
      assertThat(first.terminate()).as(first.log()).isZero();
      clients.load().close();
      long unheard = clients.sender().sent() - first.account().hop(HOP).received();

      assertThat(unheard)
          .as("datagrams that the agent did not read, of those after it was asked to end")
          .isLessThanOrEqualTo(clients.sender().sent() - asked + kernelDrops(first));
      Settlement settled =
          scenario.settle(Stack.reader(backend), Allowance.lostWithProcess(unheard * SPANS));
      assertThat(settled.stored()).isEqualTo(first.account().hop(HOP).received() * SPANS);
      assertThat(first.log()).contains("clean=true");
    }
  }

  private static long kernelDrops(StackProcess agent) {
    return agent.account().hop(HOP).lostBefore().getOrDefault("kernel", 0L);
  }
}
