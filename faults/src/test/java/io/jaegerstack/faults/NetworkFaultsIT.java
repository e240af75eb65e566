package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.Direction;
import io.jaegerstack.faults.proxy.FaultProxy;
import io.jaegerstack.faults.proxy.TcpFault;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Networks that lie: an agent and its collector between which data stop one way, connections die
/// untold, break in the middle or crawl.
class NetworkFaultsIT {
  private static final Duration ALIVE = Duration.ofSeconds(30);

  /// More than any fault of a scenario leaves behind on purpose.
  private static final long MOST_MORE = 12;

  private static final List<TcpFault> FAULTS =
      List.of(
          new TcpFault.Freeze(Direction.TO_CLIENT),
          new TcpFault.Freeze(Direction.TO_SERVER),
          new TcpFault.HalfOpen(),
          new TcpFault.ResetAfter(Direction.TO_SERVER, 20_000),
          new TcpFault.ResetAfter(Direction.TO_CLIENT, 10),
          new TcpFault.Delay(Duration.ofMillis(100)),
          new TcpFault.Throttle(200_000));

  @ParameterizedTest
  @EnumSource(Way.class)
  void agentIsAliveSoonAfterEachFaultAndHoldsNothingMore(Way way) throws Exception {
    try (var scenario = Scenario.named("network")) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      FaultProxy proxy = scenario.with(FaultProxy.to(backend.port(way.server())));
      scenario.expectFaults(proxy.log());
      StackProcess agent = stack.agent(way.towards(proxy.port()), "--reporter.grpc.timeout=1s");
      Load datagrams = stack.datagrams(agent, 60);
      Await.pass(Duration.ofSeconds(3));
      long threads = agent.threads();
      long descriptors = agent.descriptors();

      for (TcpFault fault : FAULTS) {
        proxy.set(fault);
        Await.pass(Duration.ofSeconds(2));
        proxy.set(TcpFault.PASS);
        long forwarded = forwarded(agent);
        Await.until(
            "alive after " + fault, ALIVE, () -> forwarded(agent) > forwarded && held(agent) < 200);
      }
      datagrams.close();

      Settlement settled = scenario.settle(Stack.reader(backend), Allowance.NONE);
      assertThat(settled.stored()).isEqualTo(settled.sent());
      assertThat(agent.threads()).isLessThanOrEqualTo(threads + MOST_MORE);
      assertThat(agent.descriptors()).isLessThanOrEqualTo(descriptors + MOST_MORE);
    }
  }

  private static long forwarded(StackProcess agent) {
    return agent.account().hop("agent.reporter").forwarded();
  }

  private static long held(StackProcess agent) {
    return agent.account().hop("agent.reporter").held();
  }
}
