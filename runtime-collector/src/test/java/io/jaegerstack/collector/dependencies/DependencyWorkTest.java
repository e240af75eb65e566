package io.jaegerstack.collector.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.collector.dependencies.DependencyWork.Lead;
import io.jaegerstack.collector.dependencies.DependencyWork.Pace;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.storage.CallSpan;
import io.jaegerstack.storage.CallSpan.Side;
import io.jaegerstack.storage.DependencyLink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Leaders of one storage, on a clock that moves when it is told to.
class DependencyWorkTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Windows WINDOWS =
      new Windows(INTERVAL, Duration.ofMinutes(1), Duration.ofHours(24));
  private static final Pace NO_REST = worked -> {};

  private final Hands clock = new Hands();
  private final FakeStore store = new FakeStore(clock);
  private final Metrics metrics = Metrics.empty();
  private final DependencyFigures figures = new DependencyFigures(metrics, clock);
  private long ids = 1;

  private static final class Hands extends Clock {
    private Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private DependencyWork leader(String owner, Pace pace) {
    var lead = new Lead(owner, Duration.ofSeconds(60));
    return new DependencyWork("", store.ports(), lead, WINDOWS, pace, clock, figures);
  }

  private void call(Instant at) {
    long micros = at.toEpochMilli() * 1_000;
    var trace = new TraceId(0, ids++);
    var caller = new SpanId(ids++);
    store.spans.add(new CallSpan(trace, caller, null, "shop", Side.OTHER, micros));
    store.spans.add(
        new CallSpan(trace, new SpanId(ids++), caller, "stock", Side.OTHER, micros + 1));
  }

  private void calls(int windows) {
    for (int i = 0; i < windows; i++) {
      for (int k = 0; k <= i; k++) {
        call(NOON.plus(INTERVAL.multipliedBy(i)).plusSeconds(k));
      }
    }
  }

  @Test
  void theFirstRunBeginsWithTheLastCompleteWindow() throws InterruptedException {
    call(NOON.minus(Duration.ofMinutes(30)));
    call(NOON.minus(Duration.ofMinutes(7)));
    leader("a", NO_REST).run();
    assertThat(store.calls()).containsOnly(Map.entry("shop>stock", 1L));
    assertThat(store.watermark()).contains(NOON.minus(INTERVAL));
  }

  @Test
  void everyCallCountsOnceOverManyWindows() throws InterruptedException {
    var leader = leader("a", NO_REST);
    leader.run();
    calls(10);
    clock.now = NOON.plus(Duration.ofMinutes(52));
    leader.run();
    assertThat(store.calls()).containsOnly(Map.entry("shop>stock", 55L));
    assertThat(store.watermark()).contains(NOON.plus(Duration.ofMinutes(50)));
  }

  @Test
  void onlyOneOfTwoWorks() throws InterruptedException {
    var first = leader("a", NO_REST);
    var second = leader("b", NO_REST);
    first.run();
    calls(1);
    clock.now = NOON.plusSeconds(30);
    second.run();
    clock.now = NOON.plus(Duration.ofMinutes(6));
    first.run();
    second.run();
    assertThat(store.calls()).containsOnly(Map.entry("shop>stock", 1L));
  }

  @Test
  void oneThatDiesWithinAWindowIsFollowedWithoutCountingTwice() throws InterruptedException {
    leader("a", NO_REST).run();
    calls(4);
    clock.now = NOON.plus(Duration.ofMinutes(22));
    int[] batches = {0};
    var killed =
        leader(
            "a",
            worked -> {
              if (++batches[0] == 7) {
                throw new Killed();
              }
            });
    assertThatThrownBy(killed::run).isInstanceOf(Killed.class);
    var next = leader("b", NO_REST);
    next.run();
    assertThat(store.calls()).containsOnly(Map.entry("shop>stock", 3L));
    clock.now = clock.now.plusSeconds(61);
    next.run();
    assertThat(store.calls()).containsOnly(Map.entry("shop>stock", 10L));
  }

  @Test
  void oneThatDiesBetweenWritingAndMovingTheWatermarkIsWrittenOver() throws InterruptedException {
    leader("a", NO_REST).run();
    calls(1);
    store.write(NOON, List.of(new DependencyLink("shop", "stock", 99)));
    clock.now = NOON.plus(Duration.ofMinutes(7));
    leader("b", NO_REST).run();
    assertThat(store.calls()).containsOnly(Map.entry("shop>stock", 1L));
  }

  @Test
  void oneThatLosesTheLeaseWithinAWindowStops() throws InterruptedException {
    leader("a", NO_REST).run();
    calls(3);
    clock.now = NOON.plus(Duration.ofMinutes(17));
    var other = leader("b", NO_REST);
    var paused =
        leader(
            "a",
            worked -> {
              if (store.watermark().orElseThrow().equals(NOON)) {
                clock.now = clock.now.plusSeconds(61);
                other.run();
              }
            });
    paused.run();
    assertThat(store.calls()).containsOnly(Map.entry("shop>stock", 6L));
    assertThat(metrics.scrape())
        .contains("jaegerstack_dependencies_windows_total{result=\"abandoned\"} 1.0");
  }

  @Test
  void whatIsTooLongAgoIsSkippedAndCounted() throws InterruptedException {
    leader("a", NO_REST).run();
    call(NOON);
    clock.now = NOON.plus(Duration.ofHours(48));
    leader("a", NO_REST).run();
    assertThat(store.calls()).isEmpty();
    assertThat(metrics.scrape())
        .contains("jaegerstack_dependencies_windows_total{result=\"skipped\"} 288.0");
  }

  @Test
  void aReleasedLeaseIsTakenAtOnce() throws InterruptedException {
    var first = leader("a", NO_REST);
    first.run();
    first.release();
    calls(1);
    clock.now = NOON.plus(Duration.ofMinutes(6));
    leader("b", NO_REST).run();
    assertThat(store.calls()).containsOnly(Map.entry("shop>stock", 1L));
  }

  @Test
  void theLagIsToldByThoseWhoDoNotLeadToo() throws InterruptedException {
    leader("a", NO_REST).run();
    clock.now = NOON.plusSeconds(50);
    leader("b", NO_REST).run();
    assertThat(metrics.scrape()).contains("jaegerstack_dependencies_lag_seconds 350.0");
  }
}
