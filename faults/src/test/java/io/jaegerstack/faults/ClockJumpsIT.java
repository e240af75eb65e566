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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The wall clock of agent and collector is set a month forward and two back, with spans under way
/// and spans on the disk that may be kept for a day: none is dropped for it, and none is late.
class ClockJumpsIT {
  /// Longer than anything is kept, or waited for.
  private static final int DAYS = 30;

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String SPILL = "jaegerstack_agent_spill_";

  @TempDir private Path directory;

  @Test
  void costNothing() throws Exception {
    jumps(Way.RELAY);
  }

  @Test
  @Tag("full")
  void costNothingOverGrpc() throws Exception {
    jumps(Way.GRPC);
  }

  private void jumps(Way way) throws Exception {
    try (var scenario = Scenario.named("clock-jumps")) {
      FakeClock clock = FakeClock.in(directory);
      scenario.environment(clock.environment());
      var stack = new Stack(scenario);
      var backend = stack.backend();
      FaultProxy proxy = scenario.with(FaultProxy.to(backend.port(way.server())));
      scenario.expectFaults(proxy.log());
      String[] spill = {
        "--reporter.spill.directory=" + directory.resolve("spill"), "--reporter.spill.max-age=24h"
      };
      var first = stack.agent(way.towards(proxy.port()), spill);
      Load datagrams = stack.datagrams(first, 60);
      Load posts = stack.posts(backend.port("collector http"), 20, Stack.PATIENT);
      Await.pass(Duration.ofSeconds(1));
      clock.jumpTo(DAYS);
      awaitUptime("720h", first, backend);
      Await.pass(Duration.ofSeconds(1));

      proxy.set(new TcpFault.Refuse());
      Await.until("some on the disk", SOON, () -> first.metric(SPILL + "spans") > 500);
      clock.jumpTo(-DAYS);
      awaitUptime("0s\"", first, backend);
      datagrams.close();
      posts.close();
      Await.until(
          "all of it on the disk",
          SOON,
          () -> first.account().held() == first.metric(SPILL + "spans"));
      first.kill();
      clock.jumpTo(DAYS);
      var second = stack.agent(way.towards(proxy.port()), spill);
      proxy.set(TcpFault.PASS);

      Settlement settled = scenario.settle(Stack.reader(backend), Allowance.NONE);
      assertThat(settled.stored()).as("all of it").isEqualTo(settled.sent());
      assertThat(settled.dropped()).isEmpty();
      assertThat(second.metric(SPILL + "adopted_frames_total")).isPositive();
      assertThat(second.metric(SPILL + "expired_frames_total")).isZero();
    }
  }

  /// Until processes know of the jump: they tell for how long they are up by the wall clock, never
  /// less than nothing.
  private static void awaitUptime(String beginning, StackProcess... processes) {
    for (StackProcess each : processes) {
      Await.until(
          () -> each.name() + " up for " + beginning + ": " + each.admin("/"),
          SOON,
          () -> each.admin("/").contains("\"uptime\":\"" + beginning));
    }
  }
}
