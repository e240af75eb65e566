package io.jaegerstack.storage.segments.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.storage.segments.block.BlockCaches;
import io.jaegerstack.storage.segments.block.Seal;
import io.jaegerstack.storage.segments.block.SealedBlock;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.disk.Disk;
import io.jaegerstack.storage.segments.disk.PageCache;
import io.jaegerstack.storage.segments.head.Head;
import io.jaegerstack.storage.segments.head.HeadLimits;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is on the disk when something goes wrong while blocks are kept, merged and let go.
class FileVaultTest {
  private static final int SPANS = 10;

  /// Segments of two blocks.
  private static final SegmentLimits TINY =
      new SegmentLimits(Duration.ofHours(1), Long.MAX_VALUE, Duration.ZERO, SPANS, 1 << 20, 2);

  private final AtomicLong now = new AtomicLong(1_780_000_000_000L);
  private final CountedEvents events = new CountedEvents();
  private final SimulatedDisk disk = new SimulatedDisk(new Random(1));

  private FileVault open() throws IOException {
    Disk session = disk.session();
    var files =
        new SegmentFiles(
            session,
            Recording.DIRECTORY,
            new PageCache(1 << 20),
            new BlockCaches(1 << 20, 1 << 20),
            events);
    var manifests = new ManifestFiles(session, Recording.DIRECTORY);
    var clock = new SteadyClock(now::get, () -> TimeUnit.MILLISECONDS.toNanos(now.get()));
    return new FileVault(
        files, manifests, manifests.read(new CountedEvents()), TINY, clock, events);
  }

  /// Keeps a block of spans that the log has before its part `part`.
  private static void keep(FileVault vault, int part) throws IOException {
    vault.keep(block(vault, part), part);
  }

  private static SealedBlock block(FileVault vault, int part) throws IOException {
    var head = new Head(new HeadLimits(SPANS, 1 << 20, SPANS), () -> {});
    List<FlatSpan> spans =
        IntStream.range(part * SPANS, (part + 1) * SPANS)
            .mapToObj(number -> FlatSpan.of(Recording.span(number)))
            .toList();
    head.add(new FrameEncoder().encode(spans));
    try (var zstd = new Zstd.Compressor()) {
      return Seal.seal(head.frozen(), vault.nextPayloadAt(), zstd);
    }
  }

  private long files(String prefix) {
    return disk.files().stream().filter(name -> name.startsWith(prefix)).count();
  }

  /// A failed manifest may be on the disk all the same: then the log is not needed any more, and
  /// what it names is.
  @Test
  void whatAFailedManifestNamesIsThereAfterAKill() throws IOException {
    FileVault vault = open();
    disk.faults(SimulatedDisk.Faults.NONE);
    keep(vault, 1);
    int all = disk.operations();
    for (int n = 1; n <= all; n++) {
      failsAndIsKilled(n);
    }
  }

  private void failsAndIsKilled(int n) throws IOException {
    var own = new FileVaultTest();
    FileVault vault = own.open();
    own.disk.faults(
        operation -> {
          if (operation == n) {
            throw new IOException("Input/output error");
          }
        });
    assertThatThrownBy(() -> keep(vault, 1)).isInstanceOf(IOException.class);
    vault.nextPayloadAt();
    own.disk.kill();
    FileVault again = own.open();
    assertThat(own.events.damages).as("after a failure of operation %d", n).isEmpty();
    assertThat(again.spans())
        .as("after a failure of operation %d: spans whose log is let go", n)
        .isEqualTo(again.logFrom() == 0 ? 0 : SPANS);
  }

  @Test
  void whatIsTooOldGoesBeforeAnythingNeedsRoomToMerge() throws IOException {
    FileVault vault = open();
    keep(vault, 1);
    keep(vault, 2);
    now.addAndGet(Duration.ofMinutes(61).toMillis());
    keep(vault, 3);
    keep(vault, 4);
    disk.capacity(disk.bytes() + 500);
    vault.tidy();
    assertThat(events.removedSpans()).isEqualTo(2 * SPANS);
  }

  @Test
  void whatCouldNotBeWrittenLeavesNoFiles() throws IOException {
    FileVault vault = open();
    keep(vault, 1);
    // The spans have room, their index has not.
    disk.capacity(disk.bytes() + block(vault, 2).payload().length + 20);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> keep(vault, 2)).hasMessage("No space left on device");
    }
    assertThat(files("spans-") + files("index-")).isLessThan(5);
    disk.capacity(Long.MAX_VALUE);
    keep(vault, 2);
    assertThat(vault.spans()).isEqualTo(2 * SPANS);
  }
}
