package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.GrpcSender;
import io.jaegerstack.faults.traffic.Load;
import io.jaegerstack.faults.traffic.UdpSender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// All protocols at once and no fault: what is sent is what is stored, to the last tag.
class EveryWayInIT {
  @Test
  void everySpanOfEveryProtocolIsStoredOnceAndAsItWas() throws Exception {
    try (var scenario = Scenario.named("every-way-in")) {
      var stack = new Stack(scenario);
      StackProcess backend = stack.backend();
      StackProcess agent =
          stack.agent(
              backend.port("collector grpc"),
              "--processor.jaeger-binary.server-socket-buffer-size=4194304");
      var binary =
          UdpSender.of(UdpSender.Protocol.BINARY, () -> agent.port("binary udp"), "node-client");
      var grpc = scenario.with(GrpcSender.to(backend.port("collector grpc")));
      List<Load> loads =
          List.of(
              stack.datagrams(agent, 40),
              Load.start(scenario.plan("binary"), binary, scenario.book(), 40, 1, Duration.ZERO),
              Load.start(scenario.plan("grpc"), grpc, scenario.book(), 40, 4, Stack.PATIENT),
              stack.posts(backend.port("collector http"), 40, Stack.PATIENT),
              stack.exports(backend.port("otlp http"), 40, Stack.PATIENT));
      Await.pass(Duration.ofSeconds(4));
      loads.forEach(Load::close);

      Settlement settled = scenario.settle(Stack.reader(backend), Allowance.NONE);
      assertThat(settled.stored()).isEqualTo(settled.sent());
      assertThat(settled.duplicates()).isZero();
      assertThat(loads).allSatisfy(load -> assertThat(load.batches()).isGreaterThan(20));
    }
  }
}
