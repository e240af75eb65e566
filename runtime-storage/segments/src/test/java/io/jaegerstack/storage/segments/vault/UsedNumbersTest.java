package io.jaegerstack.storage.segments.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Numbers of files rise and are never used again: at their end a directory takes no more, says so,
/// and keeps and shows what it has.
class UsedNumbersTest {
  private static final int MOST = Integer.MAX_VALUE;
  private static final Duration SOON = Duration.ofSeconds(5);

  /// Heads of ten spans, segments of three blocks.
  private static final SegmentLimits TINY =
      new SegmentLimits(Duration.ofDays(1), Long.MAX_VALUE, Duration.ZERO, 10, 1 << 20, 3);

  private final SimulatedDisk disk = new SimulatedDisk(new Random(1));
  private final Recording recording = new Recording(new Random(1), TINY);

  @ParameterizedTest
  @CsvSource({
    "files of segments, 1, -4, 0",
    "files of the log, 1, -1000, -2",
    "manifests, -3, -1000, 0"
  })
  void endsWithAWordAndLosesNothing(String what, int manifest, int file, int log)
      throws IOException {
    disk.put(
        Recording.DIRECTORY.resolve(FileNames.manifest(fromTheEnd(manifest))),
        new Manifest(fromTheEnd(file), fromTheEnd(log), List.of()).toBytes());
    var opened = recording.open(disk.session());
    while (recording.write(opened, 1) == 0) {
      assertThat(recording.acknowledged)
          .as("spans before the end of %s", what)
          .hasSizeLessThan(500);
    }
    assertThat(opened.failure()).get().asString().contains("used every number up to 2147483647");
    assertThat(recording.read(opened)).containsAll(recording.acknowledged);
    opened.close(SOON);
    disk.kill();

    var again = recording.open(disk.session());
    assertThat(recording.read(again)).containsAll(recording.acknowledged);
    again.close(SOON);
  }

  private static int fromTheEnd(int number) {
    return number < 0 ? MOST + number : number;
  }

  @Test
  void leavesNumbersAloneThatNobodyHasGiven() throws IOException {
    var foreign = List.of("spans-9999999999.v1", "log-9999999999.v1", "manifest-9999999999.v1");
    foreign.forEach(name -> disk.put(Recording.DIRECTORY.resolve(name), new byte[3]));
    var opened = recording.open(disk.session());
    assertThat(recording.write(opened, 20)).isZero();
    assertThat(recording.read(opened)).isEqualTo(new TreeSet<>(recording.acknowledged));
    opened.close(SOON);
    assertThat(disk.files()).containsAll(foreign);
  }

  @Test
  void refusesADirectoryOfAnotherForm() {
    disk.put(Recording.DIRECTORY.resolve("manifest-0000000007.v2"), new byte[3]);
    assertThatThrownBy(() -> recording.open(disk.session()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "/data has manifest-0000000007.v2, expected manifests that end in .v1: another version has written it");
  }
}
