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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A real Cassandra that is slow, cut off, or killed and started again: what may succeed is tried
/// again, and a span that is written twice is there once.
class CassandraFaultsIT {
  /// A JVM that starts on a machine that builds beside it.
  private static final Duration BACK = Duration.ofSeconds(60);

  private static final List<TcpFault> PASSING =
      List.of(
          new TcpFault.Delay(Duration.ofMillis(400)),
          new TcpFault.ResetAfter(Direction.TO_SERVER, 20_000),
          new TcpFault.ResetAfter(Direction.TO_CLIENT, 200),
          new TcpFault.Freeze(Direction.TO_CLIENT),
          new TcpFault.Throttle(200_000));

  @Test
  void killedAndStartedAgainCostsNothing() throws Exception {
    try (var scenario = Scenario.named("cassandra-killed")) {
      var cassandra = new Cassandra(scenario);
      StackProcess backend = cassandra.backend(Cassandra.server().port());
      var stack = new Stack(scenario);
      Load posts = stack.posts(backend.port("collector http"), 20, Duration.ofMinutes(4));
      Load datagrams = stack.datagrams(backend, 10);
      awaitStored(backend, 0);

      Cassandra.server().kill();
      Await.pass(Duration.ofSeconds(3));
      Cassandra.server().startAgain();
      awaitStored(backend, stored(backend));
      posts.close();
      datagrams.close();

      assertNothingLost(scenario, backend);
    }
  }

  @Test
  @Tag("full")
  void whatPassesOnTheWayCostsNothingAndIsStoredOnce() throws Exception {
    try (var scenario = Scenario.named("cassandra-network")) {
      var cassandra = new Cassandra(scenario);
      FaultProxy proxy = scenario.with(FaultProxy.to(Cassandra.server().port()));
      scenario.expectFaults(proxy.log());
      StackProcess backend = cassandra.backend(proxy.port());
      var stack = new Stack(scenario);
      Load posts = stack.posts(backend.port("collector http"), 20, Duration.ofMinutes(4));
      awaitStored(backend, 0);

      for (TcpFault fault : PASSING) {
        proxy.set(fault);
        Await.pass(Duration.ofSeconds(6));
        proxy.set(TcpFault.PASS);
        awaitStored(backend, stored(backend));
      }
      posts.close();

      assertNothingLost(scenario, backend);
    }
  }

  private static void assertNothingLost(Scenario scenario, StackProcess backend) throws Exception {
    Settlement settled = scenario.settle(Stack.reader(backend), Allowance.NONE);
    assertThat(settled.duplicates()).as("rows are made of content").isZero();
    assertThat(settled.stored() + settled.dropped().getOrDefault("agent.udp.compact kernel", 0L))
        .isEqualTo(settled.sent());
  }

  private static void awaitStored(StackProcess backend, long more) {
    Await.until("spans are stored", BACK, () -> stored(backend) > more);
  }

  private static long stored(StackProcess backend) {
    return backend.account().hop("collector.pipeline").forwarded();
  }
}
