package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.proxy.FaultProxy;
import io.jaegerstack.faults.proxy.TcpFault;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import io.jaegerstack.faults.traffic.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A collector that nobody can reach for a while: agents keep what fits into their queues, clients
/// keep trying, and all of it arrives.
class CollectorAwayIT {
  @ParameterizedTest
  @EnumSource(Way.class)
  void everythingArrivesOnceTheCollectorIsBack(Way way) throws Exception {
    gone(way, "collector-gone", 100, Duration.ofSeconds(5));
  }

  @Tag("full")
  @ParameterizedTest
  @EnumSource(Way.class)
  void theSameForMinutes(Way way) throws Exception {
    gone(way, "collector-gone-long", 20, Duration.ofMinutes(3));
  }

  private static void gone(Way way, String name, double rate, Duration time) throws Exception {
    try (var scenario = Scenario.named(name)) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      FaultProxy ours = scenario.with(FaultProxy.to(backend.port(way.server())));
      FaultProxy http = scenario.with(FaultProxy.to(backend.port("collector http")));
      scenario.expectFaults(ours.log());
      var agent = stack.agent(way.towards(ours.port()));
      Load datagrams = stack.datagrams(agent, rate);
      Load posts = stack.posts(http.port(), 30, time.plus(Stack.PATIENT));
      Await.pass(Duration.ofSeconds(2));

      ours.set(new TcpFault.Refuse());
      http.set(new TcpFault.Refuse());
      Await.pass(time);
      ours.set(TcpFault.PASS);
      http.set(TcpFault.PASS);
      Await.pass(Duration.ofSeconds(2));
      datagrams.close();
      posts.close();

      Settlement settled = scenario.settle(Stack.reader(backend), Allowance.NONE);
      assertThat(settled.stored()).as("all of it").isEqualTo(settled.sent());
      assertThat(scenario.book().attempts(Outcome.Kind.UNSENT)).isPositive();
    }
  }
}
