package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.DropReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What stands at the log's edges: caps, clocks, and files that a directory should not have.
class SpillLogTest implements SpillEvents {
  private static final int SEGMENT = 1_024;

  private final VirtualClock clock = new VirtualClock();
  private final SimulatedDisk disk = new SimulatedDisk(clock, new Random(7));
  private final List<SpillRecord> kept = new ArrayList<>();
  private final List<Refusal> failed = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private SimulatedAgent agent = agent(100_000, Duration.ofHours(1));

  @BeforeEach
  void mount() {
    disk.mount(SimulatedAgent.ROOT);
    agent.turn();
  }

  private SimulatedAgent agent(long maxBytes, Duration maxAge) {
    var limits = new SpillLimits(maxBytes, maxAge, SEGMENT, 10_000);
    return new SimulatedAgent(disk, clock, limits, this, new Random(3));
  }

  @Override
  public void adopted(long spans) {
    events.add("adopted " + spans);
  }

  @Override
  public void dropped(DropReason reason, long spans) {
    events.add(reason + " " + spans);
  }

  private Optional<Refusal> append(int bytes, int spans) {
    return agent.append(
        new byte[bytes],
        spans,
        new Appended() {
          @Override
          public void kept(SpillRecord record) {
            kept.add(record);
          }

          @Override
          public void failed(Refusal why) {
            failed.add(why);
          }
        });
  }

  private void keep(int bytes, int spans) {
    assertThat(append(bytes, spans)).isEmpty();
    agent.turn();
    assertThat(kept).last().extracting(SpillRecord::spans).isEqualTo(spans);
  }

  /// Appends it and forgets it.
  private void spill(int bytes, int spans) {
    keep(bytes, spans);
    agent.log().leave(kept.getLast());
  }

  /// The process ends, and another begins `later`.
  private void restart(Duration later) {
    disk.kill();
    clock.pass(later);
    agent = agent(100_000, Duration.ofHours(1));
    agent.turn();
  }

  private List<Integer> drained() {
    var spans = new ArrayList<Integer>();
    for (var next = agent.log().next(); next.isPresent(); next = agent.log().next()) {
      spans.add(next.get().record().spans());
    }
    return spans;
  }

  private Path segment() {
    return disk.files().stream()
        .filter(each -> each.toString().contains("segment-"))
        .findFirst()
        .orElseThrow();
  }

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

  @Test
  void leavesForeignFilesAlone() {
    Path own = segment0();
    var foreign =
        List.of(
            SimulatedAgent.ROOT.resolve("README"),
            own.resolve("segment-0000000000000001-0000000000000001-00000000.v2"),
            own.resolve("core.tmp"),
            own.resolve("settled-1.v1"));
    foreign.forEach(each -> disk.put(each, bytes("of somebody")));
    spill(10, 1);
    restart(Duration.ZERO);
    agent.log().next().ifPresent(each -> agent.log().settle(each.record()));
    passUpkeep();
    assertThat(disk.files()).containsAll(foreign);
    assertThat(agent.counts().unknown()).isZero();
  }

  private Path segment0() {
    spill(10, 9);
    Path directory = segment().getParent();
    agent.log().settle(agent.log().next().orElseThrow().record());
    return directory;
  }

  private void passUpkeep() {
    for (int i = 0; i < 3; i++) {
      clock.pass(Duration.ofSeconds(11));
      agent.turn();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void removesEmptyFilesAndWhatIsLeftOfDeletions() {
    spill(10, 1);
    Path directory = segment().getParent();
    var names = List.of(new SegmentName(2, 2, 5).toString(), "settled-0000000000000009-0000.v1");
    names.forEach(each -> disk.put(directory.resolve(each), new byte[0]));
    restart(Duration.ZERO);
    agent.log().settle(agent.log().next().orElseThrow().record());
    agent.turn();
    assertThat(disk.files()).noneMatch(each -> names.contains(each.getFileName().toString()));
  }

  @Test
  void removesADeadAgentsDirectoryOnceItIsDrained() {
    spill(10, 1);
    Path directory = segment().getParent();
    restart(Duration.ZERO);
    agent.log().settle(agent.log().next().orElseThrow().record());
    passUpkeep();
    assertThat(disk.files()).noneMatch(each -> each.startsWith(directory));
  }

  @Test
  void ignoresATornTail() {
    spill(200, 1);
    Path file = segment();
    byte[] whole = disk.bytes(file);
    var torn = new byte[whole.length + whole.length / 2];
    System.arraycopy(whole, 0, torn, 0, whole.length);
    System.arraycopy(whole, 0, torn, whole.length, whole.length / 2);
    disk.put(file, torn);
    restart(Duration.ZERO);
    assertThat(drained()).containsExactly(1);
    assertThat(agent.counts().unknown()).as("frames that may have been there").isEqualTo(1);
  }

  @Test
  void skipsADamagedRecordAndCountsItsSpans() {
    spill(100, 1);
    spill(100, 2);
    spill(100, 3);
    damage(RecordHeader.BYTES + 100 + RecordHeader.BYTES + 50);
    restart(Duration.ZERO);
    assertThat(drained()).containsExactly(1, 3);
    assertThat(events).containsExactly("adopted 6", "damaged 2");
    assertThat(agent.counts().damaged()).isEqualTo(1);
  }

  @Test
  void skipsARecordWithoutAHeaderAndCountsItAsUnknown() {
    spill(100, 1);
    spill(100, 2);
    spill(100, 3);
    damage(RecordHeader.BYTES + 100 + 4);
    restart(Duration.ZERO);
    assertThat(drained()).containsExactly(1, 3);
    assertThat(events).containsExactly("adopted 4");
    assertThat(agent.counts().unknown()).isEqualTo(1);
  }

  /// Of a living agent, which knows what it has written.
  @Test
  void countsTheSpansOfItsOwnRecordWithoutAHeader() {
    spill(100, 1);
    spill(100, 2);
    damage(RecordHeader.BYTES + 100 + 4);
    spill(1_000 - RecordHeader.BYTES, 3);
    assertThat(drained()).containsExactly(1, 3);
    assertThat(events).containsExactly("damaged 2");
  }

  private void damage(int at) {
    Path file = segment();
    byte[] bytes = disk.bytes(file);
    bytes[at] ^= 1;
    disk.put(file, bytes);
  }

  @Test
  void takesNoRecordFromWithinAFrame() {
    spill(100, 1);
    byte[] record = disk.bytes(segment());
    agent.log().append(ByteBuffer.wrap(record), 2, 0, ignoring());
    agent.turn();
    spill(10, 3);
    damage(record.length + 4);
    restart(Duration.ZERO);
    assertThat(drained()).containsExactly(1, 3);
  }

  private static Appended ignoring() {
    return new Appended() {
      @Override
      public void kept(SpillRecord record) {}

      @Override
      public void failed(Refusal why) {}
    };
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

  @Test
  void ordersSegmentsBeyondTheSignedNumbers() {
    spill(10, 1);
    spill(10, 2);
    Path file = segment();
    byte[] whole = disk.bytes(file);
    var name = SegmentName.parse(file.getFileName().toString()).orElseThrow();
    disk.put(
        file.resolveSibling(new SegmentName(Long.MIN_VALUE, 3, name.salt()).toString()), whole);
    restart(Duration.ZERO);
    assertThat(drained()).containsExactly(1, 2);
  }

  @Test
  void twoLivingAgentsNeverHaveOneDirectory() {
    spill(10, 1);
    var other = agent(100_000, Duration.ofHours(1));
    other.turn();
    assertThat(other.log().next()).isEmpty();
    agent.close();
    clock.pass(Duration.ofSeconds(11));
    other.turn();
    assertThat(other.log().next().map(each -> each.record().spans())).contains(1);
    assertThat(events).containsExactly("adopted 1");
  }

  @Test
  void onlyOneAgentTakesOverWhatADeadOneLeft() {
    spill(10, 1);
    agent.close();
    var second = agent(100_000, Duration.ofHours(1));
    var third = agent(100_000, Duration.ofHours(1));
    second.turn();
    third.turn();
    assertThat(second.counts().frames() + third.counts().frames()).isEqualTo(1);
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
