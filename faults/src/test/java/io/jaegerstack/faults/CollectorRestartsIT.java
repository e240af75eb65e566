package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.FaultProxy;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Collectors that end under load, over an Elasticsearch that stays.
class CollectorRestartsIT {
  private static final int QUEUE = 2_000;
  private static final int WRITERS = 2;

  /// Spans of one write.
  private static final int MOST_WRITTEN = 1_000;

  private static final String[] SMALL = {
    "--collector.queue-size=" + QUEUE, "--collector.num-workers=" + WRITERS
  };

  /// An OK over gRPC or HTTP means a collector's memory: what that held is lost with it, and no
  /// more.
  @Test
  void killedCollectorCostsNoMoreThanItsQueue() throws Exception {
    try (var scenario = Scenario.named("collector-killed")) {
      var elastic = new Elastic(scenario);
      var stack = new Stack(scenario);
      var first = elastic.collector(elastic.port(), "128m", SMALL);
      FaultProxy grpc = scenario.with(FaultProxy.to(first.port("collector grpc")));
      FaultProxy http = scenario.with(FaultProxy.to(first.port("collector http")));
      Load datagrams = stack.datagrams(stack.agent(grpc.port()), 100);
      Load posts = stack.posts(http.port(), 50, Stack.PATIENT);
      Await.pass(Duration.ofSeconds(3));

      first.kill();
      Await.pass(Duration.ofSeconds(1));
      var second = elastic.collector(elastic.port(), "128m", SMALL);
      grpc.target(second.port("collector grpc"));
      http.target(second.port("collector http"));
      Await.pass(Duration.ofSeconds(3));
      datagrams.close();
      posts.close();

      long most = QUEUE + WRITERS * MOST_WRITTEN;
      Settlement settled =
          scenario.settle(
              Stack.reader(elastic.query()),
              Allowance.lostWithProcess(most).acknowledgedAbsent(most));
      assertThat(settled.duplicates()).as("sent again where no answer came").isZero();
    }
  }

  /// A receipt means the storage: what was in the collector is sent again, and stored once.
  @Test
  void killedCollectorCostsTheRelayNothing() throws Exception {
    try (var scenario = Scenario.named("collector-killed-relay")) {
      var elastic = new Elastic(scenario);
      var stack = new Stack(scenario);
      var first = elastic.collector(elastic.port(), "128m", SMALL);
      FaultProxy relay = scenario.with(FaultProxy.to(first.port(Way.RELAY.server())));
      Load datagrams = stack.datagrams(stack.agent(Way.RELAY.towards(relay.port())), 100);
      Await.pass(Duration.ofSeconds(3));

      first.kill();
      Await.pass(Duration.ofSeconds(1));
      var second = elastic.collector(elastic.port(), "128m", SMALL);
      relay.target(second.port(Way.RELAY.server()));
      Await.pass(Duration.ofSeconds(3));
      datagrams.close();

      Settlement settled = scenario.settle(Stack.reader(elastic.query()), Allowance.NONE);
      assertThat(settled.stored()).isEqualTo(settled.sent());
      assertThat(settled.duplicates()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void collectorsThatRestartInTurnLoseNothing(Way way) throws Exception {
    try (var scenario = Scenario.named("collectors-in-turn")) {
      var elastic = new Elastic(scenario);
      var stack = new Stack(scenario);
      StackProcess one = elastic.collector(elastic.port(), "128m");
      StackProcess two = elastic.collector(elastic.port(), "128m");
      FaultProxy toOne = scenario.with(FaultProxy.to(one.port(way.server())));
      FaultProxy toTwo = scenario.with(FaultProxy.to(two.port(way.server())));
      var agent = stack.agent(way.towards(toOne.port(), toTwo.port()));
      Load datagrams = stack.datagrams(agent, 100);
      Await.pass(Duration.ofSeconds(2));

      assertThat(one.terminate()).as(one.log()).isZero();
      StackProcess oneAgain = elastic.collector(elastic.port(), "128m");
      toOne.target(oneAgain.port(way.server()));
      Await.pass(Duration.ofSeconds(1));
      assertThat(two.terminate()).as(two.log()).isZero();
      StackProcess twoAgain = elastic.collector(elastic.port(), "128m");
      toTwo.target(twoAgain.port(way.server()));
      Await.pass(Duration.ofSeconds(2));
      datagrams.close();

      Settlement settled = scenario.settle(Stack.reader(elastic.query()), Allowance.NONE);
      assertThat(settled.stored()).isEqualTo(settled.sent());
      assertThat(settled.duplicates()).isZero();
    }
  }
}
