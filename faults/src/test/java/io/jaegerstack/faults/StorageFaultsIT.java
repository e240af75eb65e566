package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.HttpFault;
import io.jaegerstack.faults.proxy.HttpFaultProxy;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A real Elasticsearch that is slow, away, full, or refuses single documents: what may succeed is
/// tried again, what may not is counted, and nothing is stored twice.
class StorageFaultsIT {
  private static final String BULK = "_bulk";
  private static final String FULL = "es_rejected_execution_exception";

  /// Everything that passes, each for some requests.
  private static final List<HttpFault> PASSING =
      List.of(
          new HttpFault.Delay(Duration.ofMillis(700)),
          new HttpFault.Answer(429, "{\"error\":{\"type\":\"%s\"}}".formatted(FULL), 1),
          new HttpFault.Answer(503, "{}", 1),
          new HttpFault.Answer(500, "{}", 1),
          new HttpFault.DropBefore(),
          new HttpFault.AnswerLost(),
          new HttpFault.HalfBody(),
          new HttpFault.SlowBody(Duration.ofMillis(50)),
          new HttpFault.FailItems(5, 429, FULL, true, true),
          new HttpFault.FailItems(7, 503, "unavailable_shards_exception", true, true));

  @Test
  void whatPassesCostsNothingAndIsStoredOnce() throws Exception {
    try (var scenario = Scenario.named("storage-passing")) {
      var elastic = new Elastic(scenario);
      HttpFaultProxy proxy = scenario.with(HttpFaultProxy.to(elastic.port()));
      scenario.expectFaults(proxy.log());
      StackProcess backend = elastic.backend(proxy.port());
      var stack = new Stack(scenario);
      Load posts = stack.posts(backend.port("collector http"), 60, Stack.PATIENT);
      Load datagrams = stack.datagrams(backend, 30);
      Await.pass(Duration.ofSeconds(1));

      for (HttpFault fault : PASSING) {
        proxy.rule("POST", BULK, 0, 3, fault);
        long before = proxy.log().fired(fault.getClass());
        Await.until(
            fault + " fired",
            Duration.ofSeconds(30),
            () -> proxy.log().fired(fault.getClass()) >= before + 2);
        proxy.clear();
      }
      posts.close();
      datagrams.close();

      Settlement settled = scenario.settle(Stack.reader(elastic.query()), Allowance.NONE);
      assertThat(settled.duplicates())
          .as("answers were lost, and ids are made of content")
          .isZero();
      assertThat(settled.stored() + kernelDrops(settled)).isEqualTo(settled.sent());
      assertThat(proxy.failedItems()).isPositive();
    }
  }

  private static long kernelDrops(Settlement settled) {
    return settled.dropped().getOrDefault("agent.udp.compact kernel", 0L);
  }

  @Test
  void whatIsRefusedForGoodIsCountedToTheSpan() throws Exception {
    try (var scenario = Scenario.named("storage-refusing")) {
      var elastic = new Elastic(scenario);
      HttpFaultProxy proxy = scenario.with(HttpFaultProxy.to(elastic.port()));
      scenario.expectFaults(proxy.log());
      StackProcess backend = elastic.backend(proxy.port());
      proxy.rule(
          "POST",
          BULK,
          new HttpFault.FailItems(20, 400, "document_parsing_exception", false, true));
      Load posts = new Stack(scenario).posts(backend.port("collector http"), 60, Stack.PATIENT);
      Await.pass(Duration.ofSeconds(4));
      posts.close();
      Await.until("drained", Duration.ofSeconds(30), () -> backend.account().held() == 0);
      long failed = proxy.failedItems();

      Settlement settled =
          scenario.settle(Stack.reader(elastic.query()), Allowance.NONE.acknowledgedAbsent(failed));
      assertThat(settled.acknowledgedAbsent()).isEqualTo(failed).isPositive();
      assertThat(settled.dropped())
          .containsEntry("collector.pipeline storage-rejected", failed)
          .hasSize(1);
    }
  }

  /// Others drop what they have tried for 300 s.
  @Test
  @Tag("full")
  void storageThatIsAwayForSixMinutesCostsNothing() throws Exception {
    try (var scenario = Scenario.named("storage-away-long")) {
      var elastic = new Elastic(scenario);
      HttpFaultProxy proxy = scenario.with(HttpFaultProxy.to(elastic.port()));
      scenario.expectFaults(proxy.log());
      StackProcess backend = elastic.backend(proxy.port());
      var stack = new Stack(scenario);
      Load datagrams = stack.datagrams(backend, 10);
      Load posts = stack.posts(backend.port("collector http"), 5, Duration.ofMinutes(8));
      Await.pass(Duration.ofSeconds(5));
      proxy.rule("POST", BULK, new HttpFault.DropBefore());
      Await.pass(Duration.ofMinutes(6));
      proxy.clear();
      datagrams.close();
      posts.close();

      Settlement settled = scenario.settle(Stack.reader(elastic.query()), Allowance.NONE);
      assertThat(settled.stored() + kernelDrops(settled)).isEqualTo(settled.sent());
      assertThat(settled.duplicates()).isZero();
    }
  }

  /// The harness itself: a storage that says 201 for what it does not keep must turn it red.
  @Test
  void storageThatLiesIsFoundOut() throws Exception {
    try (var scenario = Scenario.named("storage-lies")) {
      var elastic = new Elastic(scenario);
      HttpFaultProxy proxy = scenario.with(HttpFaultProxy.to(elastic.port()));
      scenario.expectFaults(proxy.log());
      StackProcess backend = elastic.backend(proxy.port());
      proxy.rule("POST", BULK, new HttpFault.FailItems(20, 400, "", false, false));
      Load posts = new Stack(scenario).posts(backend.port("collector http"), 60, Stack.PATIENT);
      Await.pass(Duration.ofSeconds(3));
      posts.close();

      assertThatThrownBy(() -> scenario.settle(Stack.reader(elastic.query()), Allowance.NONE))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(proxy.failedItems() + " spans unexplained")
          .hasMessageContaining(proxy.failedItems() + " spans acknowledged and absent");
    }
  }
}
