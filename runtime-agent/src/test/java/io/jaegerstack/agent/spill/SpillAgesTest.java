package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What is too old goes, and no clock that is set wrong makes all go, or stay.
class SpillAgesTest extends SpillRig {
  @Test
  void dropsWhatIsTooOld() {
    spill(10, 1);
    clock.pass(Duration.ofMinutes(59));
    spill(10, 2);
    clock.pass(Duration.ofMinutes(2));
    agent.turn();
    assertThat(events).containsExactly("expired 1");
    assertThat(drained()).containsExactly(2);
  }

  @Test
  void dropsWhatWasGivenBackAndIsTooOld() {
    spill(10, 1);
    Spilled taken = agent.log().next().orElseThrow();
    clock.pass(Duration.ofMinutes(61));
    agent.log().leave(taken.record());
    assertThat(drained()).isEmpty();
    assertThat(events).containsExactly("expired 1");
    assertThat(agent.counts().frames()).isZero();
  }

  @Test
  void keepsItsFramesWhenTheClockIsSetForward() {
    spill(10, 1);
    clock.jump(Duration.ofDays(4_000));
    assertThat(drained()).containsExactly(1);
  }

  @Test
  void dropsItsFramesInTimeWhenTheClockIsSetBack() {
    spill(10, 1);
    clock.jump(Duration.ofDays(-4_000));
    clock.pass(Duration.ofMinutes(61));
    assertThat(drained()).isEmpty();
    assertThat(events).containsExactly("expired 1");
  }

  @Test
  void countsTheTimeThatADeadAgentsFramesHaveWaited() {
    spill(10, 1);
    clock.pass(Duration.ofMinutes(40));
    spill(10, 2);
    restart(Duration.ofMinutes(15));
    clock.pass(Duration.ofMinutes(6));
    assertThat(drained()).containsExactly(2);
    assertThat(events).containsExactly("adopted 3", "expired 1");
  }

  @Test
  void givesADeadAgentsFramesAMinuteHoweverOldTheClockCallsThem() {
    spill(10, 1);
    clock.jump(Duration.ofDays(4_000));
    restart(Duration.ZERO);
    clock.pass(Duration.ofSeconds(59));
    Spilled taken = agent.log().next().orElseThrow();
    agent.log().leave(taken.record());
    clock.pass(Duration.ofSeconds(2));
    assertThat(drained()).isEmpty();
    assertThat(events).containsExactly("adopted 1", "expired 1");
  }

  @Test
  void dropsADeadAgentsFramesInTimeWhenTheClockWasSetBack() {
    spill(10, 1);
    clock.jump(Duration.ofDays(-4_000));
    restart(Duration.ZERO);
    clock.pass(Duration.ofMinutes(59));
    agent.turn();
    assertThat(events).containsExactly("adopted 1");
    clock.pass(Duration.ofMinutes(2));
    agent.turn();
    assertThat(events).containsExactly("adopted 1", "expired 1");
  }

  @Test
  void drainsInOrderThoughTheClockWasSetBackBetweenStarts() {
    spill(10, 1);
    disk.kill();
    clock.jump(Duration.ofDays(-100));
    agent = agent(100_000, Duration.ofDays(1_000));
    agent.turn();
    spill(10, 2);
    restart(Duration.ZERO);
    assertThat(drained()).containsExactly(1, 2);
  }
}
