package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.FaultProxy;
import io.jaegerstack.faults.proxy.HttpFault;
import io.jaegerstack.faults.proxy.HttpFaultProxy;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.GrpcSender;
import io.jaegerstack.faults.traffic.Load;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// SIGTERM for a collector that is being written to, with time enough and without.
class GracefulStopIT {
  private static final String BULK = "_bulk";

  @Test
  void nothingAcknowledgedIsLostWhereThereIsTime() throws Exception {
    try (var scenario = Scenario.named("stop-in-time")) {
      var elastic = new Elastic(scenario);
      HttpFaultProxy storage = scenario.with(HttpFaultProxy.to(elastic.port()));
      scenario.expectFaults(storage.log());
      StackProcess first = elastic.collector(storage.port(), "128m");
      FaultProxy http = scenario.with(FaultProxy.to(first.port("collector http")));
      var grpc = scenario.with(GrpcSender.to(first.port("collector grpc")));
      Load posts = new Stack(scenario).posts(http.port(), 60, Stack.PATIENT);
      Load calls =
          Load.start(scenario.plan("grpc"), grpc, scenario.book(), 60, 4, Duration.ofMillis(1));
      Await.pass(Duration.ofSeconds(2));

      storage.rule("POST", BULK, new HttpFault.Delay(Duration.ofMillis(500)));
      Await.pass(Duration.ofSeconds(1));
      assertThat(first.terminate()).as(first.log()).isZero();
      calls.close();
      StackProcess second = elastic.collector(storage.port(), "128m");
      http.target(second.port("collector http"));
      Await.pass(Duration.ofSeconds(1));
      posts.close();

      Settlement settled = scenario.settle(Stack.reader(elastic.query()), Allowance.NONE);
      assertThat(settled.acknowledgedAbsent()).isZero();
      assertThat(settled.dropped()).isEmpty();
    }
  }

  @Test
  void whatThereIsNoTimeForIsCounted() throws Exception {
    try (var scenario = Scenario.named("stop-too-short")) {
      var elastic = new Elastic(scenario);
      HttpFaultProxy storage = scenario.with(HttpFaultProxy.to(elastic.port()));
      scenario.expectFaults(storage.log());
      StackProcess collector =
          elastic.collector(
              storage.port(), "128m", "--shutdown.timeout=2s", "--collector.num-workers=2");
      Load posts = new Stack(scenario).posts(collector.port("collector http"), 100, Duration.ZERO);
      Await.pass(Duration.ofSeconds(2));
      storage.rule("POST", BULK, new HttpFault.Answer(503, "{}", 1));
      Await.pass(Duration.ofSeconds(1));
      posts.close();

      assertThat(collector.terminate()).as("it says that it lost something").isOne();
      long held =
          collector.account().hop("collector.pipeline").dropped().values().stream()
              .mapToLong(Long::longValue)
              .sum();
      Settlement settled =
          scenario.settle(Stack.reader(elastic.query()), Allowance.NONE.acknowledgedAbsent(held));
      assertThat(held).isPositive();
      assertThat(settled.acknowledgedAbsent()).isLessThanOrEqualTo(held).isPositive();
      assertThat(collector.log()).contains("lost while stopping");
    }
  }
}
