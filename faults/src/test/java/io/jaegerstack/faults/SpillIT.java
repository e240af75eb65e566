package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.FaultProxy;
import io.jaegerstack.faults.proxy.TcpFault;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import io.jaegerstack.faults.traffic.UdpSender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A collector that is away for longer than the agent's memory lasts: the rest is on the agent's
/// disk, whatever becomes of that and of the agent.
class SpillIT {
  /// Some two seconds of the load, so that most is on the disk alone, and what the disk takes time
  /// for finds room meanwhile.
  private static final String LITTLE_MEMORY = "--reporter.queue-bytes=512KiB";

  /// Datagrams a second.
  private static final double RATE = 150;

  private static final int SPANS = 10;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SPILL = "jaegerstack_agent_spill_";
  private static final String QUEUE_FULL = "agent.reporter queue-full";

  @TempDir private Path directory;

  @Test
  void whatWaitedOnTheDiskArrivesOldestFirst() throws Exception {
    drained(Way.RELAY);
  }

  @Test
  @Tag("full")
  void theSameOverGrpc() throws Exception {
    drained(Way.GRPC);
  }

  private void drained(Way way) throws Exception {
    try (var scenario = Scenario.named("spill-drained")) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      FaultProxy proxy = away(scenario, backend, way);
      var agent = stack.agent(way.towards(proxy.port()), spill(directory), LITTLE_MEMORY);
      Load datagrams = stack.datagrams(agent, RATE);
      Await.until("most on the disk alone", SOON, () -> onDisk(agent) > 8_000);
      datagrams.close();

      proxy.set(new TcpFault.Throttle(200_000));
      int early = mostEarly(scenario, datagrams, backend, agent);
      proxy.set(TcpFault.PASS);
      Settlement settled = scenario.settle(Stack.reader(backend), Allowance.NONE);

      int half = (int) settled.sent() / SPANS / 2;
      System.out.printf("drained: of %d datagrams at most %d before older ones%n", half, early);
      assertThat(settled.stored()).as("all of it").isEqualTo(settled.sent());
      assertThat(early).as("datagrams before older ones").isLessThan(half / 4);
      assertThat(agent.metric(SPILL + "bytes")).as("bytes left on the disk").isZero();
    }
  }

  /// Of the half in the middle, which was on the disk alone: memory has room for the oldest, and
  /// for the youngest.
  private static int mostEarly(
      Scenario scenario, Load datagrams, StackProcess backend, StackProcess agent) {
    int sent = (int) datagrams.batches() - 1;
    var order = new DrainOrder(scenario.plan("udp"), sent);
    int[] most = {0, 0};
    Await.until(
        "drained",
        Duration.ofMinutes(1),
        () -> {
          BitSet stored = order.stored(Stack.reader(backend)).get(sent / 4, sent * 3 / 4);
          most[0] = Math.max(most[0], DrainOrder.early(stored));
          most[1] += stored.isEmpty() ? 0 : 1;
          return agent.account().held() == 0;
        });
    assertThat(most[1]).as("looks while it drained").isGreaterThan(3);
    return most[0];
  }

  /// Nothing that was kept makes room for something new: the newest are dropped, and counted.
  @Test
  void fullSpillKeepsWhatItHasAndTheRestIsCounted() throws Exception {
    try (var scenario = Scenario.named("spill-full")) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      FaultProxy proxy = away(scenario, backend, Way.RELAY);
      var agent =
          stack.agent(
              Way.RELAY.towards(proxy.port()),
              spill(directory),
              "--reporter.queue-bytes=4MiB",
              "--reporter.spill.max-bytes=16MiB",
              "--reporter.relay.compression=none");
      var sender =
          UdpSender.of(UdpSender.Protocol.COMPACT, () -> agent.port("compact udp"), "udp-client");
      var plan = scenario.plan("udp").withSpans(SPANS, 5_000);
      Load large = Load.start(plan, sender, scenario.book(), 60, 1, Duration.ZERO);
      Await.until("full, and the queue too", SOON, () -> dropped(agent) > 300);
      assertThat(agent.metric(SPILL + "refused_frames_total{reason=\"full\"}")).isPositive();
      assertThat(agent.metric(SPILL + "bytes")).isLessThanOrEqualTo(16 << 20);
      large.close();
      proxy.set(TcpFault.PASS);

      Settlement settled = scenario.settle(Stack.reader(backend), Allowance.NONE);
      BitSet stored = new DrainOrder(plan, large.batches() - 1).stored(Stack.reader(backend));
      assertThat(settled.dropped()).containsOnlyKeys(QUEUE_FULL);
      assertThat(settled.stored() + dropped(agent)).isEqualTo(settled.sent());
      assertThat(stored.nextClearBit(0))
          .as("first batch that is missing; older ones are there")
          .isGreaterThan(stored.cardinality() / 2);
      assertThat(agent.metric(SPILL + "bytes")).as("bytes left on the disk").isZero();
    }
  }

  @Test
  void fullDiskIsCountedAndUsedAgainOnceThereIsRoom() throws Exception {
    try (var scenario = Scenario.named("disk-full");
        var disk = SmallDisk.mounted(directory.resolve("disk"), 2)) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      FaultProxy proxy = away(scenario, backend, Way.RELAY);
      var agent =
          stack.agent(
              Way.RELAY.towards(proxy.port()),
              spill(disk.directory()),
              "--reporter.queue-bytes=1MiB");
      Load datagrams = stack.datagrams(agent, 500);
      Await.until("the disk is full, and the queue too", SOON, () -> dropped(agent) > 0);
      assertThat(agent.metric(SPILL + "disk_errors_total")).isPositive();
      assertThat(agent.metric(SPILL + "refused_frames_total{reason=\"disk\"}")).isPositive();
      datagrams.rate(100);
      proxy.set(TcpFault.PASS);
      Await.until("drained", SOON, () -> agent.metric(SPILL + "bytes") < 1_000_000);
      long lost = dropped(agent);

      double before = agent.metric(SPILL + "appended_frames_total");
      proxy.set(new TcpFault.Refuse());
      Await.until(
          "used again", SOON, () -> agent.metric(SPILL + "appended_frames_total") > before + 5);
      proxy.set(TcpFault.PASS);
      datagrams.close();
      Settlement settled = scenario.settle(Stack.reader(backend), Allowance.NONE);
      assertThat(settled.dropped()).containsOnlyKeys(QUEUE_FULL).containsEntry(QUEUE_FULL, lost);
      assertThat(settled.stored() + lost).isEqualTo(settled.sent());
      assertThat(agent.log()).contains("No space left on device");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatAKilledAgentHadOnTheDiskArrivesByTheNext(Way way) throws Exception {
    try (var scenario = Scenario.named("spill-killed")) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      FaultProxy proxy = away(scenario, backend, way);
      var first = stack.agent(way.towards(proxy.port()), spill(directory), LITTLE_MEMORY);
      Load datagrams = stack.datagrams(first, RATE);
      Await.pass(Duration.ofSeconds(3));
      datagrams.close();
      Await.until(
          "all of it on the disk",
          SOON,
          () -> first.account().held() == first.metric(SPILL + "spans"));
      long held = first.account().held();

      first.kill();
      var second = stack.agent(way.towards(proxy.port()), spill(directory), LITTLE_MEMORY);
      Await.until(
          "taken over", SOON, () -> second.account().hop("agent.reporter").received() == held);
      proxy.set(TcpFault.PASS);
      Settlement settled = scenario.settle(Stack.reader(backend), Allowance.NONE);
      assertThat(settled.stored()).as("all of it").isEqualTo(settled.sent());
      assertThat(settled.duplicates()).isZero();
    }
  }

  /// A way to a collector that nobody can go yet.
  private static FaultProxy away(Scenario scenario, StackProcess backend, Way way)
      throws Exception {
    FaultProxy proxy = scenario.with(FaultProxy.to(backend.port(way.server())));
    scenario.expectFaults(proxy.log());
    proxy.set(new TcpFault.Refuse());
    return proxy;
  }

  private static String spill(Path directory) {
    return "--reporter.spill.directory=" + directory;
  }

  private static double onDisk(StackProcess agent) {
    return agent.metric(SPILL + "spans");
  }

  private static long dropped(StackProcess agent) {
    return agent.account().hop("agent.reporter").totalDropped();
  }
}
