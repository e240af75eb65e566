package io.jaegerstack.storage.segments.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What leaves a directory, and what is merged in it.
class RetentionTest {
  private final AtomicLong now = new AtomicLong(1_780_000_000_000L);
  private final SimulatedDisk disk = new SimulatedDisk(new Random(1));
  private final List<SegmentDirectory> opened = new ArrayList<>();
  private Recording recording;

  @AfterEach
  void close() {
    opened.forEach(each -> each.close(Duration.ofSeconds(5)));
  }

  /// Heads of ten spans, segments of three blocks.
  private SegmentDirectory open(Duration maxAge, long maxBytes) throws IOException {
    var limits = new SegmentLimits(maxAge, maxBytes, Duration.ZERO, 10, 1 << 20, 3);
    recording = new Recording(new Random(1), limits, now::get);
    SegmentDirectory directory = recording.open(disk.session());
    opened.add(directory);
    return directory;
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited for 30 s").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private long files(String prefix) {
    return disk.files().stream().filter(name -> name.startsWith(prefix)).count();
  }

  @Test
  void mergesTheIndexesOfAFullSegmentIntoOne() throws IOException {
    SegmentDirectory directory = open(Duration.ofDays(1), Long.MAX_VALUE);
    recording.write(directory, 60);
    await(() -> directory.segments() >= 4 && files("index-") <= directory.segments() + 2);
    assertThat(recording.read(directory)).containsAll(recording.acknowledged);
  }

  @Test
  void letsSegmentsGoThatAreTooOld() throws IOException {
    SegmentDirectory directory = open(Duration.ofHours(1), Long.MAX_VALUE);
    recording.write(directory, 40);
    directory.engine().freeze();
    await(() -> directory.spans() == recording.acknowledged.size());
    TreeSet<Integer> old = new TreeSet<>(recording.acknowledged);
    now.addAndGet(Duration.ofMinutes(61).toMillis());
    recording.write(directory, 10);
    await(() -> recording.events.removedSpans() >= old.size());
    TreeSet<Integer> young = new TreeSet<>(recording.acknowledged);
    young.removeAll(old);
    assertThat(recording.read(directory)).isEqualTo(young);
  }

  @Test
  void letsTheOldestSegmentsGoWhereThereAreTooManyBytes() throws IOException {
    SegmentDirectory directory = open(Duration.ofDays(1), 40_000);
    recording.write(directory, 200);
    await(() -> recording.events.removedSpans() > 0 && directory.bytes() < 60_000);
    int newest = recording.acknowledged.stream().mapToInt(Integer::intValue).max().orElseThrow();
    assertThat(recording.read(directory)).contains(newest).doesNotContain(0);
  }

  @Test
  void deletesTheFilesOfWhatLeft() throws IOException {
    SegmentDirectory directory = open(Duration.ofDays(1), 40_000);
    recording.write(directory, 200);
    await(() -> recording.events.removedSpans() > 0);
    await(() -> files("spans-") <= directory.segments() + 1);
    assertThat(files("log-")).isLessThan(8);
  }

  /// Writes a block, and returns when it is there and what is before it has been looked at.
  private void writeBlock(SegmentDirectory directory) {
    long before = directory.spans() + recording.events.removedSpans();
    recording.write(directory, 1);
    directory.engine().freeze();
    await(() -> directory.spans() + recording.events.removedSpans() > before);
    await(() -> !directory.engine().hasWaiting());
  }

  @Test
  void aClockThatJumpsBackLetsNothingGo() throws IOException {
    SegmentDirectory directory = open(Duration.ofHours(1), Long.MAX_VALUE);
    writeBlock(directory);
    now.addAndGet(-Duration.ofDays(365).toMillis());
    writeBlock(directory);
    assertThat(recording.read(directory)).isEqualTo(new TreeSet<>(recording.acknowledged));
    directory.close(Duration.ofSeconds(5));
    now.addAndGet(Duration.ofDays(365).toMillis());

    SegmentDirectory again = recording.open(disk.session());
    opened.add(again);
    writeBlock(again);
    writeBlock(again);
    assertThat(recording.events.removedSpans()).isZero();
    assertThat(recording.read(again)).isEqualTo(new TreeSet<>(recording.acknowledged));
  }

  private Set<Integer> newest(int spans) {
    var newest = new TreeSet<>(recording.acknowledged);
    while (newest.size() > spans) {
      newest.pollFirst();
    }
    return newest;
  }

  @Test
  void aClockThatWasAheadKeepsNothingFromLeavingInTime() throws IOException {
    now.addAndGet(Duration.ofDays(365).toMillis());
    SegmentDirectory directory = open(Duration.ofHours(1), Long.MAX_VALUE);
    writeBlock(directory);
    writeBlock(directory);
    now.addAndGet(-Duration.ofDays(365).toMillis());
    writeBlock(directory);
    writeBlock(directory);
    int old = recording.acknowledged.size();
    assertThat(recording.events.removedSpans()).isZero();
    now.addAndGet(Duration.ofMinutes(61).toMillis());
    writeBlock(directory);
    writeBlock(directory);
    await(() -> recording.events.removedSpans() == old);
    assertThat(recording.read(directory)).isEqualTo(newest(recording.acknowledged.size() - old));
  }

  @Test
  void aClockThatIsAheadForAMomentLetsNothingGo() throws IOException {
    var limits =
        new SegmentLimits(Duration.ofHours(3), Long.MAX_VALUE, Duration.ZERO, 10, 1 << 20, 3);
    var passed = new AtomicLong();
    recording = new Recording(new Random(1), limits, now::get, passed::get);
    SegmentDirectory directory = recording.open(disk.session());
    opened.add(directory);
    writeBlock(directory);
    int first = recording.acknowledged.size();
    now.addAndGet(Duration.ofDays(365).toMillis());
    writeBlock(directory);
    writeBlock(directory);
    assertThat(recording.events.removedSpans()).isZero();
    assertThat(recording.read(directory)).isEqualTo(new TreeSet<>(recording.acknowledged));

    now.addAndGet(-Duration.ofDays(365).toMillis());
    passed.addAndGet(Duration.ofHours(4).toNanos());
    now.addAndGet(Duration.ofHours(4).toMillis());
    writeBlock(directory);
    writeBlock(directory);
    await(() -> recording.events.removedSpans() == first);
  }
}
