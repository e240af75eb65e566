package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Await;
import io.jaegerstack.server.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A start with a gibibyte of frames on the disk, at the real limits. The bodies are holes in the
/// files: a start that read them would be slow all the same, and would find them damaged.
@Timeout(120)
class SpillStartTest {
  private static final int FRAME_BYTES = 64 * 1024;
  private static final int SEGMENTS = 128;
  private static final Duration MOST = Duration.ofSeconds(4);

  @TempDir private Path directory;

  @Test
  void readsNoBodies() throws IOException {
    long frames = left(SEGMENTS);
    var spill = Spill.of(directory, 2L << 30, Duration.ofDays(3650), SpillChild.events());
    long begun = System.nanoTime();
    spill.start();
    Await.until(() -> spill.log().counts().frames() == frames, spill.log().counts()::frames);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(spill.log().counts().bytes()).isGreaterThan(1_000L << 20);
    spill.stop(Deadline.after(Duration.ofSeconds(10)));
    System.out.printf("spill start frames=%d took=%dms%n", frames, took.toMillis());
    assertThat(took).isLessThan(MOST);
  }

  /// A disk that is slow must not keep the agent from opening its sockets.
  @Test
  void startsBeforeADiskHasReadWhatDeadAgentsLeft() throws IOException {
    long frames = left(2);
    var disk = new WaitingDisk();
    var spill = spill(disk);
    spill.start();
    assertThat(spill.log().isUsable()).isTrue();
    assertThat(spill.log().counts().adopted()).isZero();
    disk.mayRead.release(2);
    Await.until(() -> spill.log().counts().frames() == frames, spill.log().counts()::frames);
    spill.stop(Deadline.after(Duration.ofSeconds(10)));
  }

  @Test
  void keepsNewFramesWhileItStillReadsWhatDeadAgentsLeft() throws IOException {
    left(2);
    var disk = new WaitingDisk();
    var spill = spill(disk);
    spill.start();
    Await.until(disk.mayRead::hasQueuedThreads, () -> "nobody reads");
    var kept = new AtomicInteger();
    assertThat(spill.log().append(SpillChild.content(10), 1, 0, counted(kept))).isEmpty();
    disk.mayRead.release();
    Await.until(() -> kept.get() == 1, () -> "not kept");
    assertThat(spill.log().counts().adopted()).as("the other file is still unread").isZero();
    disk.mayRead.release();
    spill.stop(Deadline.after(Duration.ofSeconds(10)));
  }

  @Test
  void readsNoMoreNotesThanASegmentHasRecords() throws IOException {
    long frames = left(1);
    Path notes = directory.resolve("agent-1790000000000-00000001/settled-0000000000000001-0000.v1");
    try (var file = FileChannel.open(notes, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), 3L << 30);
    }
    var spill = spill(new FileDisk());
    spill.start();
    Await.until(() -> spill.log().counts().frames() == frames, spill.log().counts()::frames);
    assertThat(spill.log().counts().diskErrors()).isZero();
    spill.stop(Deadline.after(Duration.ofSeconds(10)));
  }

  private Spill spill(SpillDisk disk) {
    return Spill.of(
        disk,
        directory,
        SpillLimits.of(2L << 30, Duration.ofDays(3650)),
        SpillClock.SYSTEM,
        SpillChild.events());
  }

  private static Appended counted(AtomicInteger kept) {
    return new Appended() {
      @Override
      public void kept(SpillRecord record) {
        kept.incrementAndGet();
      }

      @Override
      public void failed(Refusal why) {
        throw new IllegalStateException(why.toString());
      }
    };
  }

  /// Opens a file that is there when it is told to.
  private static final class WaitingDisk extends PlantedBugs.Files {
    private final Semaphore mayRead = new Semaphore(0);

    WaitingDisk() {
      super(new FileDisk());
    }

    @Override
    public SpillFile open(Path file) throws IOException {
      mayRead.acquireUninterruptibly();
      return super.open(file);
    }
  }

  /// What a dead agent left: its number of frames.
  private long left(int segments) throws IOException {
    Path dead = Files.createDirectory(directory.resolve("agent-1790000000000-00000001"));
    long frames = 0;
    for (int number = 1; number <= segments; number++) {
      frames += segment(dead, number, frames + 1);
    }
    return frames;
  }

  /// As many frames as a segment holds.
  private static int segment(Path dead, int number, long sequence) throws IOException {
    var name = new SegmentName(number, sequence, number);
    int size = RecordHeader.BYTES + FRAME_BYTES;
    int count = (8 << 20) / size;
    try (var file =
        FileChannel.open(
            dead.resolve(name.toString()), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < count; i++) {
        long at = (long) i * size;
        var header =
            new RecordHeader(FRAME_BYTES, sequence + i, System.currentTimeMillis(), 100, 0, 0);
        file.write(header.encode(name.salt(), at), at);
      }
      file.write(ByteBuffer.allocate(1), (long) count * size - 1);
    }
    return count;
  }
}
