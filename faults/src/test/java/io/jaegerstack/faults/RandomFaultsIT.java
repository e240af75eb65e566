package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.Direction;
import io.jaegerstack.faults.proxy.FaultProxy;
import io.jaegerstack.faults.proxy.HttpFault;
import io.jaegerstack.faults.proxy.HttpFaultProxy;
import io.jaegerstack.faults.proxy.TcpFault;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// Faults between agent, collector and storage in an order that nobody thought of. A seed that
/// failed becomes a row of `seeds.csv`, and is run from then on.
class RandomFaultsIT {
  private static final int STEPS = 6;

  private static final List<TcpFault> NETWORK =
      List.of(
          new TcpFault.Refuse(),
          new TcpFault.Freeze(Direction.TO_CLIENT),
          new TcpFault.Freeze(Direction.TO_SERVER),
          new TcpFault.ResetAfter(Direction.TO_SERVER, 5_000),
          new TcpFault.ResetAfter(Direction.TO_CLIENT, 50),
          new TcpFault.Delay(Duration.ofMillis(200)),
          new TcpFault.Throttle(100_000));

  private static final List<HttpFault> STORAGE =
      List.of(
          new HttpFault.Delay(Duration.ofMillis(800)),
          new HttpFault.Answer(429, "{}", 1),
          new HttpFault.Answer(503, "{}", 1),
          new HttpFault.DropBefore(),
          new HttpFault.AnswerLost(),
          new HttpFault.HalfBody(),
          new HttpFault.FailItems(4, 429, "es_rejected_execution_exception", true, true));

  @ParameterizedTest
  @CsvFileSource(resources = "/seeds.csv", numLinesToSkip = 1)
  void settlesSeedsThatWereBadOnce(long seed, String why) throws Exception {
    assertThat(why).as("why the seed is kept").isNotBlank();
    run(new Seed("random-faults", seed));
  }

  @Tag("full")
  @RepeatedTest(20)
  void settlesWhateverHappens() throws Exception {
    run(Seed.of("random-faults"));
  }

  private static void run(Seed seed) throws Exception {
    Way way = Way.values()[Math.floorMod(seed.value(), Way.values().length)];
    try (var scenario = Scenario.of(seed)) {
      var elastic = new Elastic(scenario);
      HttpFaultProxy storage = scenario.with(HttpFaultProxy.to(elastic.port()));
      scenario.expectFaults(storage.log());
      StackProcess collector = elastic.collector(storage.port(), "128m");
      FaultProxy network = scenario.with(FaultProxy.to(collector.port(way.server())));
      scenario.expectFaults(network.log());
      var stack = new Stack(scenario);
      Load datagrams =
          stack.datagrams(
              stack.agent(way.towards(network.port()), "--reporter.grpc.timeout=1s"), 60);
      Load posts = stack.posts(collector.port("collector http"), 30, Stack.PATIENT);
      Await.pass(Duration.ofSeconds(1));
      SplittableRandom random = seed.random();
      for (int step = 0; step < STEPS; step++) {
        network.set(NETWORK.get(random.nextInt(NETWORK.size())));
        storage.rule("POST", "_bulk", STORAGE.get(random.nextInt(STORAGE.size())));
        Await.pass(Duration.ofMillis(500 + random.nextInt(1_500)));
        if (random.nextBoolean()) {
          storage.clear();
        } else {
          network.set(TcpFault.PASS);
        }
        Await.pass(Duration.ofMillis(random.nextInt(1_000)));
      }
      storage.clear();
      network.set(TcpFault.PASS);
      datagrams.close();
      posts.close();

      Settlement settled = scenario.settle(Stack.reader(elastic.query()), Allowance.NONE);
      assertThat(settled.duplicates()).isZero();
    }
  }
}
