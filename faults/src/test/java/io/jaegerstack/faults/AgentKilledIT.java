package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.FaultProxy;
import io.jaegerstack.faults.proxy.TcpFault;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// SIGKILL for an agent under load: what is lost is young, and known afterwards.
class AgentKilledIT {
  /// Datagrams a second.
  private static final int RATE = 200;

  private static final int SPANS = 10;
  private static final String HOP = "agent.reporter";

  /// Age of the oldest datagram that may be lost where a collector answers: 10 ms until it is sent,
  /// and a round trip on a loaded machine.
  private static final Duration ANSWERED = Duration.ofMillis(500);

  /// The same where none does, and the agent has a spill: `reporter.spill.after`, 50 ms, and a tick
  /// and an fsync on a loaded machine.
  private static final Duration SPILLED = Duration.ofMillis(500 + 50 + 200);

  @TempDir private Path directory;

  /// What was lost of the datagrams until the agent's end.
  private record Loss(long datagrams, long oldestMillis) {}

  @ParameterizedTest
  @CsvSource({"GRPC,false", "RELAY,true"})
  void costsWhatHadNoAnswerYet(Way way, boolean hasSpill) throws Exception {
    killed(way, hasSpill, TcpFault.PASS, ANSWERED);
  }

  @Test
  void costsWhatWasNotOnTheDiskYetWhereNoCollectorAnswers() throws Exception {
    killed(Way.RELAY, true, new TcpFault.Refuse(), SPILLED);
  }

  @Test
  @Tag("full")
  void theSameTheOtherWaysRound() throws Exception {
    killed(Way.RELAY, false, TcpFault.PASS, ANSWERED);
    killed(Way.GRPC, true, new TcpFault.Refuse(), SPILLED);
  }

  private void killed(Way way, boolean hasSpill, TcpFault fault, Duration most) throws Exception {
    try (var scenario = Scenario.named("agent-killed")) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      FaultProxy proxy = scenario.with(FaultProxy.to(backend.port(way.server())));
      List<String> towards = way.towards(proxy.port());
      String[] spill =
          hasSpill ? new String[] {"--reporter.spill.directory=" + directory} : new String[0];
      var agent = new AtomicReference<>(stack.agent(towards, spill));
      var client = new TimedClient(agent);
      Load until =
          Load.start(scenario.plan("until"), client, scenario.book(), RATE, 1, Duration.ZERO);
      Await.pass(Duration.ofSeconds(2));
      proxy.set(fault);
      Await.pass(Duration.ofSeconds(2));

      agent.get().kill();
      long endNanos = System.nanoTime();
      until.close();
      int sent = client.sent();
      StackProcess dead = agent.getAndSet(stack.agent(towards, spill));
      proxy.set(TcpFault.PASS);
      Load after =
          Load.start(scenario.plan("after"), client, scenario.book(), RATE, 1, Duration.ZERO);
      Await.pass(Duration.ofSeconds(1));
      after.close();

      long unanswered = RATE * most.toMillis() / 1_000 * SPANS;
      Settlement settled =
          scenario.settle(Stack.reader(backend), Allowance.lostWithProcess(unanswered));
      BitSet stored = new DrainOrder(scenario.plan("until"), sent).stored(Stack.reader(backend));
      Loss loss = loss(stored, sent, client, endNanos);
      System.out.printf(
          "%s, spill %s, collector %s: lost %d spans, the oldest sent %d ms before the end%n",
          way, hasSpill, fault, loss.datagrams() * SPANS, loss.oldestMillis());
      assertThat(loss.oldestMillis())
          .as("age of the oldest that is lost, ms")
          .isLessThanOrEqualTo(most.toMillis());
      assertThat(settled.sent() - settled.stored()).isEqualTo(loss.datagrams() * SPANS);
      isVisible(loss, dead, agent.get());
    }
  }

  private static Loss loss(BitSet stored, int sent, TimedClient client, long endNanos) {
    int oldest = stored.nextClearBit(0);
    long millis = oldest < sent ? (endNanos - client.sentNanos(oldest)) / 1_000_000 : 0;
    return new Loss(sent - stored.cardinality(), millis);
  }

  /// By the client's numbers: what it had sent before the next agent heard of it, without what the
  /// last one had delivered, or the next took over, when they were asked.
  private static void isVisible(Loss loss, StackProcess dead, StackProcess next) {
    double before = next.metric("jaegerstack_agent_client_batches_before_total");
    double delivered = dead.account().hop(HOP).forwarded();
    assertThat(before - delivered / SPANS)
        .as("batches that may be lost, by the numbers of the client")
        .isGreaterThanOrEqualTo(loss.datagrams());
  }
}
