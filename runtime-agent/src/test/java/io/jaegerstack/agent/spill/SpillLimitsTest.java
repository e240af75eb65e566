package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Caps, and disks that are full or fail: what cannot be kept is refused, nothing that was kept is
/// lost.
class SpillLimitsTest extends SpillRig {
  @Test
  void refusesWhatWouldExceedTheCap() {
    agent = agent(3_000, Duration.ofHours(1));
    agent.turn();
    spill(900, 1);
    spill(900, 2);
    spill(900, 3);
    assertThat(append(900, 4)).contains(Refusal.FULL);
    assertThat(agent.counts().refused(Refusal.FULL)).isEqualTo(1);
    assertThat(drained()).as("nothing makes room for what is new").containsExactly(1, 2, 3);
  }

  @Test
  void hasRoomAgainOnceFramesAreSettled() {
    agent = agent(3_000, Duration.ofHours(1));
    agent.turn();
    keep(900, 1);
    keep(900, 2);
    keep(900, 3);
    kept.forEach(agent.log()::settle);
    agent.turn();
    assertThat(agent.counts().bytes()).isZero();
    assertThat(append(900, 4)).isEmpty();
  }

  @Test
  void countsFramesThatWaitToBeWrittenAgainstTheCap() {
    agent = agent(3_000, Duration.ofHours(1));
    agent.turn();
    assertThat(append(900, 1)).isEmpty();
    assertThat(append(900, 2)).isEmpty();
    assertThat(append(900, 3)).isEmpty();
    assertThat(append(900, 4)).contains(Refusal.FULL);
  }

  @Test
  void refusesMoreThanItMayHoldInMemory() {
    for (int i = 0; i < 10; i++) {
      assertThat(append(900, 1)).isEmpty();
    }
    assertThat(append(900, 1)).contains(Refusal.BEHIND);
    agent.turn();
    assertThat(append(900, 1)).isEmpty();
  }

  @Test
  void refusesAFrameThatNoSegmentHolds() {
    assertThat(append(SEGMENT, 1)).contains(Refusal.TOO_LARGE);
  }

  @Test
  void takesTheLargestFrameAndTheEmptyOne() {
    spill(SEGMENT - RecordHeader.BYTES, 1);
    spill(0, 2);
    restart(Duration.ZERO);
    assertThat(drained()).containsExactly(1, 2);
  }

  @Test
  void refusesWhileTheDiskIsFullAndTakesAgainLater() {
    spill(10, 1);
    disk.capacity(disk.usedBytes() + 100);
    assertThat(append(500, 2)).isEmpty();
    agent.turn();
    assertThat(failed).containsExactly(Refusal.DISK);
    assertThat(append(10, 3)).as("at once, without a look at the disk").contains(Refusal.DISK);
    disk.capacity(Long.MAX_VALUE);
    clock.pass(Duration.ofSeconds(2));
    agent.turn();
    spill(500, 4);
    restart(Duration.ZERO);
    assertThat(drained()).containsExactly(1, 4);
  }

  @Test
  void neverWritesAgainToAFileWhoseFsyncFailed() {
    spill(10, 1);
    Path first = segment();
    byte[] before = disk.bytes(first);
    var once = new Once(SimulatedDisk.Operation.SYNC);
    disk.faults(once);
    spill(10, 2);
    byte[] after = disk.bytes(first);
    disk.faults(SimulatedDisk.Faults.NONE);
    spill(10, 3);
    assertThat(once.isSpent()).isTrue();
    assertThat(after).hasSizeGreaterThan(before.length);
    assertThat(disk.bytes(first)).isEqualTo(after);
    disk.losePower();
    restart(Duration.ZERO);
    assertThat(drained()).containsExactly(1, 2, 3);
  }

  @Test
  void startsWithoutItsDirectory() {
    disk.faults(operation -> operation == SimulatedDisk.Operation.MAKE_DIRECTORY);
    agent = agent(100_000, Duration.ofHours(1));
    agent.turn();
    assertThat(append(10, 1)).contains(Refusal.DISK);
    disk.faults(SimulatedDisk.Faults.NONE);
    clock.pass(Duration.ofSeconds(2));
    agent.turn();
    assertThat(append(10, 1)).isEmpty();
  }

  @Test
  void givesUpAPlaceThatTheDiskDoesNotReadAndGoesOn() {
    spill(900, 1);
    spill(900, 2);
    var bad = new int[] {3};
    disk.faults(operation -> operation == SimulatedDisk.Operation.READ && bad[0]-- > 0);
    for (int i = 0; i < 3; i++) {
      assertThat(agent.log().next().map(each -> each.record().spans()))
          .isNotEqualTo(Optional.of(1));
      clock.pass(Duration.ofSeconds(2));
    }
    assertThat(drained()).isEmpty();
    assertThat(events).containsExactly("damaged 1");
  }

  /// Fails once.
  private static final class Once implements SimulatedDisk.Faults {
    private final SimulatedDisk.Operation operation;
    private boolean isSpent;

    Once(SimulatedDisk.Operation operation) {
      this.operation = operation;
    }

    boolean isSpent() {
      return isSpent;
    }

    @Override
    public boolean fails(SimulatedDisk.Operation each) {
      if (isSpent || each != operation) {
        return false;
      }
      isSpent = true;
      return true;
    }
  }
}
