package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import io.jaegerstack.ledger.LostBefore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// More datagrams than the kernel's buffer holds, to an agent that stands still now and then: what
/// is lost is lost in the kernel, and known to the datagram, also from the clients' own numbers.
class UdpFloodIT {
  private static final String SMALL_BUFFER =
      "--processor.jaeger-compact.server-socket-buffer-size=65536";
  private static final String HOP = "agent.udp.compact";

  @Test
  void whatTheKernelDropsIsCountedToTheDatagram() throws Exception {
    try (var scenario = Scenario.named("udp-flood")) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      var agent = stack.agent(backend.port("collector grpc"), SMALL_BUFFER);
      Load flood = stack.datagrams(agent, 20);
      Await.until("a first datagram", Duration.ofSeconds(10), () -> received(agent) > 0);
      flood.rate(2_000);
      for (int pause = 0; pause < 3; pause++) {
        Await.pass(Duration.ofMillis(700));
        agent.pause();
        Await.pass(Duration.ofMillis(400));
        agent.resume();
      }
      flood.rate(20);
      Await.pass(Duration.ofSeconds(2));
      flood.close();

      var settled = scenario.settle(Stack.reader(backend), Allowance.NONE);
      long kernel = kernelDrops(agent);
      assertThat(kernel).as("datagrams that the kernel dropped").isPositive();
      assertThat(settled.sent() - settled.stored())
          .isEqualTo(settled.dropped().values().stream().mapToLong(Long::longValue).sum());
      assertThat(agent.metric("jaeger_agent_client_stats_batches_sent_total") + 1)
          .as("datagrams by the client's numbers, the first of which is the base")
          .isEqualTo(settled.sent() / 10.0);
      assertThat(agent.metric("jaeger_agent_client_stats_batches_received_total"))
          .isEqualTo(settled.sent() / 10.0 - kernel - droppedPackets(agent));
    }
  }

  private static long received(StackProcess agent) {
    return agent.account().hop(HOP).received();
  }

  private static long kernelDrops(StackProcess agent) {
    return agent.account().hop(HOP).lostBefore().getOrDefault(LostBefore.KERNEL.label(), 0L);
  }

  private static long droppedPackets(StackProcess agent) {
    return agent.account().hop(HOP).totalDropped();
  }
}
