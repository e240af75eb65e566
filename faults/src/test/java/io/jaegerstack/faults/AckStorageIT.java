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
import io.jaegerstack.faults.traffic.UdpSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// `collector.ack=storage`: an OK is the storage's, to clients as to agents of either kind, so
/// nothing that was acknowledged is lost, however slow or bad the storage is and however the
/// collector ends.
class AckStorageIT {
  private static final String BULK = "_bulk";
  private static final String[] STORAGE = {
    "--collector.ack=storage", "--collector.ack-timeout=3s", "--collector.num-workers=4"
  };

  /// Nobody is told to come back: what comes twice is refused, and counted, twice.
  private static final String[] PATIENT = {
    "--collector.ack=storage", "--collector.ack-timeout=1m", "--collector.num-workers=4"
  };

  private static final String PATIENT_AGENT = "--reporter.grpc.timeout=1m";

  private static final List<HttpFault> PASSING =
      List.of(
          new HttpFault.Answer(429, "{}", 1),
          new HttpFault.Answer(503, "{}", 1),
          new HttpFault.DropBefore(),
          new HttpFault.AnswerLost(),
          new HttpFault.FailItems(5, 429, "es_rejected_execution_exception", true, true));

  private static final List<String> SERVERS =
      List.of("collector grpc", "collector http", "otlp http", "collector relay");

  @Test
  void nothingIsLostWithASlowOrFailingStorageAndAKilledCollector() throws Exception {
    try (var scenario = Scenario.named("ack-storage")) {
      var elastic = new Elastic(scenario);
      HttpFaultProxy storage = scenario.with(HttpFaultProxy.to(elastic.port()));
      scenario.expectFaults(storage.log());
      StackProcess first = elastic.collector(storage.port(), "160m", STORAGE);
      Map<String, FaultProxy> ways = ways(scenario, first);
      List<Load> loads = loads(scenario, ways);
      Await.pass(Duration.ofSeconds(2));

      storage.rule("POST", BULK, new HttpFault.Delay(Duration.ofMillis(1_500)));
      Await.pass(Duration.ofSeconds(3));
      first.kill();
      StackProcess second = elastic.collector(storage.port(), "160m", STORAGE);
      ways.forEach((server, way) -> way.target(second.port(server)));
      for (HttpFault fault : PASSING) {
        storage.clear();
        storage.rule("POST", BULK, 0, 3, fault);
        long before = storage.log().fired(fault.getClass());
        Await.until(
            fault + " fired",
            Duration.ofSeconds(30),
            () -> storage.log().fired(fault.getClass()) >= before + 2);
      }
      storage.clear();
      loads.forEach(Load::close);

      Settlement settled = scenario.settle(Stack.reader(elastic.query()), Allowance.NONE);
      assertThat(settled.acknowledgedAbsent()).isZero();
      assertThat(settled.stored()).as("all of it").isEqualTo(settled.sent());
      assertThat(settled.duplicates()).isZero();
    }
  }

  @Test
  void whatTheStorageRefusesForGoodIsCountedAndNothingElseIsAbsent() throws Exception {
    try (var scenario = Scenario.named("ack-storage-refusing")) {
      var elastic = new Elastic(scenario);
      HttpFaultProxy storage = scenario.with(HttpFaultProxy.to(elastic.port()));
      scenario.expectFaults(storage.log());
      StackProcess collector = elastic.collector(storage.port(), "160m", PATIENT);
      storage.rule(
          "POST",
          BULK,
          new HttpFault.FailItems(20, 400, "document_parsing_exception", false, true));
      List<Load> loads = loads(scenario, ways(scenario, collector));
      Await.pass(Duration.ofSeconds(3));
      loads.forEach(Load::close);
      Await.until(
          "drained",
          Duration.ofSeconds(30),
          () -> scenario.accounts().stream().allMatch(account -> account.held() == 0));
      long failed = storage.failedItems();

      Settlement settled =
          scenario.settle(Stack.reader(elastic.query()), Allowance.NONE.acknowledgedAbsent(failed));
      assertThat(settled.dropped())
          .containsEntry("collector.pipeline storage-rejected", failed)
          .hasSize(1);
      assertThat(settled.sent() - settled.stored()).isEqualTo(failed).isPositive();
    }
  }

  /// To every server of a collector that a client or an agent of the scenario speaks to.
  private static Map<String, FaultProxy> ways(Scenario scenario, StackProcess collector)
      throws Exception {
    var ways = new TreeMap<String, FaultProxy>();
    for (String server : SERVERS) {
      ways.put(server, scenario.with(FaultProxy.to(collector.port(server))));
    }
    return ways;
  }

  private static List<Load> loads(Scenario scenario, Map<String, FaultProxy> ways) {
    var stack = new Stack(scenario);
    var grpc = scenario.with(GrpcSender.to(ways.get("collector grpc").port()));
    return List.of(
        agent(scenario, ways, Way.GRPC),
        agent(scenario, ways, Way.RELAY),
        Load.start(scenario.plan("grpc"), grpc, scenario.book(), 20, 8, Stack.PATIENT),
        stack.posts(ways.get("collector http").port(), 20, Stack.PATIENT),
        stack.exports(ways.get("otlp http").port(), 20, Stack.PATIENT));
  }

  private static Load agent(Scenario scenario, Map<String, FaultProxy> ways, Way way) {
    String channel = "udp-" + way;
    List<String> towards = way.towards(ways.get(way.server()).port());
    StackProcess agent = new Stack(scenario).agent(towards, PATIENT_AGENT);
    var sender = UdpSender.of(UdpSender.Protocol.COMPACT, () -> agent.port("compact udp"), channel);
    return Load.start(scenario.plan(channel), sender, scenario.book(), 30, 1, Duration.ZERO);
  }
}
