package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A start with a gibibyte of frames on the disk, at the real limits. The bodies are holes in the
/// files: a start that read them would be slow all the same, and would find them damaged.
class SpillStartTest {
  private static final int FRAME_BYTES = 64 * 1024;
  private static final int SEGMENTS = 128;
  private static final Duration MOST = Duration.ofSeconds(4);

  @TempDir private Path directory;

  @Test
  void readsNoBodies() throws IOException {
    Path dead = Files.createDirectory(directory.resolve("agent-1790000000000-00000001"));
    long frames = 0;
    for (int number = 1; number <= SEGMENTS; number++) {
      frames += segment(dead, number, frames + 1);
    }
    var spill = Spill.of(directory, 2L << 30, Duration.ofDays(3650), SpillChild.events());
    long begun = System.nanoTime();
    spill.start();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(spill.log().counts().frames()).isEqualTo(frames);
    assertThat(spill.log().counts().bytes()).isGreaterThan(1_000L << 20);
    spill.stop(Deadline.after(Duration.ofSeconds(10)));
    System.out.printf("spill start frames=%d took=%dms%n", frames, took.toMillis());
    assertThat(took).isLessThan(MOST);
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
