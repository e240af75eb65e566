package io.jaegerstack.storage.segments.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.segments.SegmentReader;
import io.jaegerstack.storage.segments.disk.FileDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A directory of the real file system to which something happened between two starts.
class BrokenDirectoryTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  /// Heads of ten spans, segments that no run here fills, so that the next start merges.
  private static final SegmentLimits TINY =
      new SegmentLimits(Duration.ofDays(1), Long.MAX_VALUE, Duration.ZERO, 10, 1 << 20, 100);

  @TempDir private Path directory;
  private final Recording recording = new Recording(new Random(1), TINY);

  private SegmentDirectory start() throws IOException {
    return recording.open(new FileDisk(), directory);
  }

  private void writeAndEnd() throws IOException {
    var opened = start();
    assertThat(recording.write(opened, 30)).isZero();
    assertThat(opened.engine().awaitSealed()).isTrue();
    opened.close(SOON);
  }

  private List<Path> files(String beginning) throws IOException {
    try (var all = Files.list(directory)) {
      return all.filter(file -> file.getFileName().toString().startsWith(beginning))
          .sorted()
          .toList();
    }
  }

  private Set<Integer> lost(SegmentDirectory opened) {
    Set<Integer> lost = new TreeSet<>(recording.acknowledged);
    lost.removeAll(recording.read(opened));
    return lost;
  }

  @Test
  void aLinkToNothingSaysNothingOfTheDirectory() throws IOException {
    writeAndEnd();
    Path link = Files.createSymbolicLink(directory.resolve("current"), Path.of("/nonexistent/x"));
    var opened = start();
    assertThat(lost(opened)).isEmpty();
    opened.close(SOON);
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  @Test
  void aDamagedIndexStaysUnmergedAndNothingElseStops() throws IOException {
    writeAndEnd();
    Path index = files("index-").getFirst();
    byte[] bytes = Files.readAllBytes(index);
    bytes[0] ^= 1;
    Files.write(index, bytes);
    var opened = start();
    while (recording.events.told() == 0) {
      Thread.onSpinWait();
    }
    assertThat(recording.write(opened, 30)).isZero();
    assertThat(opened.engine().awaitSealed()).isTrue();
    assertThat(opened.failure()).isEmpty();
    assertThat(recording.events.failures).isEmpty();
    assertThat(recording.events.damages).isNotEmpty();
    opened.close(SOON);
  }

  @Test
  void searchesGoOnWhereAFileOfSpansIsCut() throws IOException {
    writeAndEnd();
    writeAndEnd();
    try (var spans = new RandomAccessFile(files("spans-").getFirst().toFile(), "rw")) {
      spans.setLength(spans.length() / 2);
    }
    var opened = start();
    var found = new SegmentReader(opened.engine(), recording.events).findTraceIds(everything());
    assertThat(found).hasSizeGreaterThan(5);
    assertThat(lost(opened)).isNotEmpty().hasSizeLessThan(recording.acknowledged.size() / 2);
    assertThat(recording.events.damages).isNotEmpty();
    opened.close(SOON);
  }

  private static TraceQuery everything() {
    return new TraceQuery(
        "service-1",
        null,
        Map.of(),
        TestSpan.START.minusSeconds(60),
        TestSpan.START.plusSeconds(60),
        null,
        null,
        1_000);
  }

  @Test
  void spansThatComeAgainAndAgainMakeNoLogLonger() throws IOException {
    var limits =
        new SegmentLimits(Duration.ofDays(1), Long.MAX_VALUE, Duration.ZERO, 10_000, 10_000, 100);
    var repeating = new Recording(new Random(1), limits);
    var opened = repeating.open(new FileDisk(), directory);
    for (int i = 0; i < 1_000; i++) {
      repeating.writeAgain(opened);
    }
    long logs = 0;
    assertThat(opened.engine().awaitSealed()).isTrue();
    for (Path log : files("log-")) {
      // Nothing where it was let go since.
      logs += log.toFile().length();
    }
    assertThat(logs).isLessThan(400_000);
    repeating.write(opened, 3);
    opened.close(SOON);
    var again = repeating.open(new FileDisk(), directory);
    assertThat(repeating.read(again)).containsAll(repeating.acknowledged);
    again.close(SOON);
  }

  /// As `mv data data.bak` while a process writes, and a second process that starts on `data`.
  @Test
  void aDirectoryThatSomebodyPutInThePlaceOfOursIsLeftAlone() throws IOException {
    Path ours = directory.resolve("data");
    var opened = recording.open(new FileDisk(), ours);
    assertThat(recording.write(opened, 5)).isZero();
    Files.move(ours, directory.resolve("data.bak"));
    Files.createDirectory(ours);
    Files.createFile(ours.resolve("lock"));

    recording.write(opened, 30);
    opened.engine().freeze();
    while (opened.failure().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(opened.failure().orElseThrow())
        .hasMessageContaining("lock is another file than the one that is locked");
    opened.close(SOON);
    try (var theirs = Files.list(ours)) {
      assertThat(theirs).containsExactly(ours.resolve("lock"));
    }
    var again = recording.open(new FileDisk(), directory.resolve("data.bak"));
    assertThat(lost(again)).isEmpty();
    again.close(SOON);
  }
}
