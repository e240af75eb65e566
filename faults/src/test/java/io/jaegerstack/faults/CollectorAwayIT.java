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
import org.junit.jupiter.api.Test;

/// A collector that nobody can reach for a while: agents keep what fits into their queues, clients
/// keep trying, and all of it arrives.
class CollectorAwayIT {
  @Test
  void everythingArrivesOnceTheCollectorIsBack() throws Exception {
    try (var scenario = Scenario.named("collector-gone")) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      FaultProxy grpc = scenario.with(FaultProxy.to(backend.port("collector grpc")));
      FaultProxy http = scenario.with(FaultProxy.to(backend.port("collector http")));
      scenario.expectFaults(grpc.log());
      var agent = stack.agent(grpc.port());
      Load datagrams = stack.datagrams(agent, 100);
      Load posts = stack.posts(http.port(), 50, Stack.PATIENT);
      Await.pass(Duration.ofSeconds(2));

      grpc.set(new TcpFault.Refuse());
      http.set(new TcpFault.Refuse());
      Await.pass(Duration.ofSeconds(6));
      grpc.set(TcpFault.PASS);
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
