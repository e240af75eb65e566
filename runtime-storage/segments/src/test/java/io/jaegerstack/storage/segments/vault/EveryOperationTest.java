package io.jaegerstack.storage.segments.vault;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One run of everything that a directory does, over and over: each time another operation of the
/// disk is the one that goes wrong.
class EveryOperationTest {
  enum Wrong {
    FAILS_ONCE,
    PROCESS_ENDS,
    MACHINE_ENDS
  }

  /// Heads of ten spans, segments of three blocks.
  private static final SegmentLimits TINY =
      new SegmentLimits(Duration.ofDays(1), Long.MAX_VALUE, Duration.ZERO, 10, 1 << 20, 3);

  private static final Duration SOON = Duration.ofSeconds(5);

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void losesNothingThatItAcknowledged(Wrong wrong) throws IOException {
    int all = run(wrong, Integer.MAX_VALUE);
    assertThat(all).as("operations of one run").isGreaterThan(60);
    for (int n = 1; n <= all; n++) {
      run(wrong, n);
    }
  }

  /// @param n the operation that goes wrong
  /// @return how many there were
  private static int run(Wrong wrong, int n) throws IOException {
    var random = new Random(n);
    var disk = new SimulatedDisk(random);
    var recording = new Recording(random, TINY);
    disk.faults(operation -> goWrong(disk, wrong, operation == n));
    attempt(disk, recording, 14);
    attempt(disk, recording, 6);
    int all = disk.operations();
    disk.kill();
    recording.events.damages.clear();
    var opened = recording.open(disk.session());
    try {
      Set<Integer> lost = new TreeSet<>(recording.acknowledged);
      lost.removeAll(recording.read(opened));
      assertThat(lost).as("%s at operation %d", wrong, n).isEmpty();
      assertThat(recording.events.damages)
          .as("%s at operation %d", wrong, n)
          .allMatch(damage -> damage.startsWith("the log"));
    } finally {
      opened.close(SOON);
    }
    return all;
  }

  private static void goWrong(SimulatedDisk disk, Wrong wrong, boolean isNow) throws IOException {
    if (!isNow) {
      return;
    }
    switch (wrong) {
      case FAILS_ONCE -> throw new IOException("Input/output error");
      case PROCESS_ENDS -> disk.kill();
      case MACHINE_ENDS -> disk.losePower();
    }
  }

  /// A start that fails, or that ends in the middle, is one too.
  private static void attempt(SimulatedDisk disk, Recording recording, int batches) {
    try {
      var opened = recording.open(disk.session());
      recording.write(opened, batches);
      opened.close(SOON);
    } catch (IOException | RuntimeException refused) {
      recording.events.failures.clear();
    }
  }

  @Test
  void writesFailWhileTheDiskIsFullAndReadsGoOn() throws IOException {
    var disk = new SimulatedDisk(new Random(1));
    var recording = new Recording(new Random(1), TINY);
    var opened = recording.open(disk.session());
    assertThat(recording.write(opened, 20)).isZero();
    Set<Integer> before = new TreeSet<>(recording.acknowledged);
    disk.capacity(0);
    assertThat(recording.write(opened, 10)).isEqualTo(10);
    assertThat(opened.failure()).get().hasToString("java.io.IOException: No space left on device");
    assertThat(recording.read(opened)).containsAll(before);
    disk.capacity(Long.MAX_VALUE);
    // Sealing tries again after a pause of its own; until then full heads have nowhere to go.
    assertThat(opened.engine().awaitSealed()).isTrue();
    while (opened.engine().failure() != null || recording.write(opened, 1) > 0) {
      Thread.onSpinWait();
    }
    assertThat(recording.write(opened, 20)).isZero();
    disk.kill();
    var again = recording.open(disk.session());
    assertThat(recording.read(again)).containsAll(recording.acknowledged);
    again.close(SOON);
  }

  @Test
  void leavesOutWhatIsDamagedAndShowsTheRest() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var disk = new SimulatedDisk(random);
      var recording = new Recording(random, TINY);
      var opened = recording.open(disk.session());
      recording.write(opened, 14);
      opened.close(SOON);
      disk.kill();
      disk.flipBit(seed % 3 == 0 ? "spans-" : seed % 3 == 1 ? "index-" : "log-");
      var again = recording.open(disk.session());
      Set<Integer> lost = new TreeSet<>(recording.acknowledged);
      lost.removeAll(recording.read(again));
      assertThat(lost.isEmpty() || !recording.events.damages.isEmpty())
          .as("seed %d: lost %s without a word", seed, lost)
          .isTrue();
      again.close(SOON);
    }
  }

  @Test
  void survivesAManifestWithADamagedCopy() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var disk = new SimulatedDisk(random);
      var recording = new Recording(random, TINY);
      var opened = recording.open(disk.session());
      recording.write(opened, 14);
      opened.close(SOON);
      disk.kill();
      disk.flipBit("manifest-");
      var again = recording.open(disk.session());
      assertThat(recording.read(again)).containsAll(recording.acknowledged);
      again.close(SOON);
    }
  }

  @Test
  void tellsOfAManifestOfWhichBothCopiesAreDamaged() throws IOException {
    var disk = new SimulatedDisk(new Random(1));
    var recording = new Recording(new Random(1), TINY);
    var opened = recording.open(disk.session());
    recording.write(opened, 14);
    opened.close(SOON);
    disk.kill();
    String newest =
        disk.files().stream()
            .filter(name -> name.startsWith("manifest-"))
            .max(naturalOrder())
            .get();
    disk.put(Recording.DIRECTORY.resolve(newest), new byte[3]);
    var again = recording.open(disk.session());
    assertThat(recording.events.manifests).containsExactly("/data/" + newest);
    again.close(SOON);
  }

  @Test
  void refusesADirectoryThatAnotherProcessHas() throws IOException {
    var disk = new SimulatedDisk(new Random(1));
    var recording = new Recording(new Random(1), TINY);
    var opened = recording.open(disk.session());
    assertThatThrownBy(() -> recording.open(disk.session()))
        .isInstanceOf(IOException.class)
        .hasMessage("another process uses /data");
    opened.close(SOON);
  }

  @Test
  void leavesForeignFilesAlone() throws IOException {
    var disk = new SimulatedDisk(new Random(1));
    disk.put(Recording.DIRECTORY.resolve("notes.txt"), new byte[3]);
    disk.put(Recording.DIRECTORY.resolve("log-0000000001.v2"), new byte[3]);
    var recording = new Recording(new Random(1), TINY);
    var opened = recording.open(disk.session());
    recording.write(opened, 20);
    opened.close(SOON);
    assertThat(disk.files()).contains("notes.txt", "log-0000000001.v2");
  }
}
