package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.HttpFault;
import io.jaegerstack.faults.proxy.HttpFaultProxy;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.GrpcSender;
import io.jaegerstack.faults.traffic.Load;
import io.jaegerstack.faults.traffic.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ten times what a storage takes, and then as much as before: a collector says no in time, says
/// when to come back, keeps every promise, and is itself again at once.
class OverloadIT {
  /// Batches of 10 spans a second. The storage takes a bulk request of at most 1,000 spans in 400
  /// ms.
  private static final double USUAL = 50;

  private static final Duration STORAGE = Duration.ofMillis(400);
  private static final String HEAP = "96m";

  /// The heap, and what a JVM has beside it: code, metaspace, stacks, direct buffers.
  private static final long MOST_RESIDENT = (96 + 190) << 20;

  @Test
  void tenTimesTheLoadIsRefusedAndNothingAcknowledgedIsLost() throws Exception {
    overload("overload", Duration.ofSeconds(8));
  }

  @Test
  @Tag("full")
  void theSameForMinutes() throws Exception {
    overload("overload-long", Duration.ofMinutes(3));
  }

  private static void overload(String name, Duration time) throws Exception {
    try (var scenario = Scenario.named(name)) {
      var elastic = new Elastic(scenario);
      HttpFaultProxy proxy = scenario.with(HttpFaultProxy.to(elastic.port()));
      scenario.expectFaults(proxy.log());
      proxy.rule("POST", "_bulk", new HttpFault.Delay(STORAGE));
      StackProcess collector =
          elastic.collector(
              proxy.port(), HEAP, "--collector.num-workers=1", "--collector.queue-size=1000");
      var grpc = scenario.with(GrpcSender.to(collector.port("collector grpc")));
      Load load =
          Load.start(scenario.plan("grpc"), grpc, scenario.book(), USUAL, 64, Duration.ofMillis(1));
      Load posts =
          new Stack(scenario).posts(collector.port("collector http"), 5, Duration.ofMillis(1));
      Await.pass(Duration.ofSeconds(4));
      int warm = load.now();

      load.rate(USUAL * 10);
      posts.rate(50);
      long most = residentDuring(collector, time);
      load.rate(USUAL);
      posts.rate(5);
      int relieved = load.now();
      Await.pass(Duration.ofSeconds(8));
      int end = load.now();
      load.close();
      posts.close();

      Settlement settled = scenario.settle(Stack.reader(elastic.query()), Allowance.NONE);
      double before = load.goodput(1, warm);
      System.out.printf(
          "goodput before=%.0f during=%.0f after=%.0f spans/s, resident at most %d MiB%n",
          before, load.goodput(warm + 1, relieved), load.goodput(relieved + 4, end), most >> 20);
      assertThat(scenario.book().attempts(Outcome.Kind.REFUSED)).as("refused").isPositive();
      assertThat(scenario.book().refusalsWithoutHint()).as("refused without a hint").isZero();
      assertThat(settled.acknowledgedAbsent()).isZero();
      assertThat(most).as("bytes resident").isLessThan(MOST_RESIDENT);
      assertThat(load.goodput(warm + 1, relieved)).isGreaterThan(before * 0.9);
      assertThat(load.goodput(relieved + 4, end)).isGreaterThan(before * 0.9);
    }
  }

  private static long residentDuring(StackProcess collector, Duration time) {
    long[] most = {0};
    Await.within(
        time,
        () -> {
          most[0] = Math.max(most[0], collector.residentBytes());
          return false;
        });
    return most[0];
  }
}
