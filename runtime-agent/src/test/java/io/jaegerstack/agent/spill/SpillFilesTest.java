package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Files as a crash, a fault of the disk, or somebody else leaves them.
class SpillFilesTest extends SpillRig {
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

  /// It would be counted up to, one by one.
  @Test
  void believesNoNameThatIsFurtherAheadThanASegmentIsLarge() {
    spill(10, 1);
    Path file = segment();
    disk.put(file.resolveSibling(new SegmentName(2, Integer.MAX_VALUE, 5).toString()), new byte[0]);
    restart(Duration.ZERO);
    assertThat(agent.counts().unknown()).isZero();
    assertThat(drained()).containsExactly(1);
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
}
