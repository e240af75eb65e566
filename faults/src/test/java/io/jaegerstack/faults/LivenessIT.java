package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.Direction;
import io.jaegerstack.faults.proxy.FaultProxy;
import io.jaegerstack.faults.proxy.TcpFault;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Everything is broken; then one collector and its way to the storage heal, and the rest stays
/// broken: that is enough to go on.
class LivenessIT {
  @ParameterizedTest
  @EnumSource(Way.class)
  void oneHealthyCollectorIsEnough(Way way) throws Exception {
    try (var scenario = Scenario.named("one-heals")) {
      var elastic = new Elastic(scenario);
      var stack = new Stack(scenario);
      FaultProxy storage = scenario.with(FaultProxy.to(elastic.port()));
      StackProcess one = elastic.collector(storage.port(), "128m");
      StackProcess two = elastic.collector(storage.port(), "128m");
      FaultProxy toOne = scenario.with(FaultProxy.to(one.port(way.server())));
      FaultProxy toTwo = scenario.with(FaultProxy.to(two.port(way.server())));
      scenario.expectFaults(toTwo.log());
      StackProcess agent =
          stack.agent(way.towards(toOne.port(), toTwo.port()), "--reporter.grpc.timeout=3s");
      storage.set(new TcpFault.Freeze(Direction.TO_CLIENT));
      toOne.set(new TcpFault.Refuse());
      toTwo.set(new TcpFault.Freeze(Direction.TO_SERVER));
      Load datagrams = stack.datagrams(agent, 60);
      Await.pass(Duration.ofSeconds(4));

      storage.set(TcpFault.PASS);
      toOne.set(TcpFault.PASS);
      Await.until(
          "stored by the one that is well",
          Duration.ofSeconds(30),
          () -> one.account().hop("collector.pipeline").forwarded() > 1_000);
      datagrams.close();

      var settled = scenario.settle(Stack.reader(elastic.query()), Allowance.NONE);
      assertThat(settled.stored()).isEqualTo(settled.sent());
      assertThat(two.account().hop("collector.pipeline").received()).isZero();
    }
  }
}
