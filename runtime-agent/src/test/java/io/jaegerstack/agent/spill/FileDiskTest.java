package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Await;
import io.jaegerstack.server.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
  private final ConcurrentLinkedQueue<SpillRecord> kept = new ConcurrentLinkedQueue<>();

  @TempDir private Path directory;

  /// The umask of tests, as of most processes, lets everybody read.
  @Test
  void whatItMakesIsForItsUserAlone() {
    Path root = directory.resolve("node/spill");
    var spill = Spill.of(root, 16 << 20, Duration.ofHours(1), SpillChild.events());
    spill.start();
    keep(spill);
    keep(spill);
    spill.log().settle(kept.remove());
    Await.until(
        () -> paths(root).stream().anyMatch(each -> each.toString().contains("settled-")),
        () -> paths(root));
    assertThat(paths(directory.resolve("node")))
        .hasSizeGreaterThan(5)
        .allSatisfy(each -> assertThat(permissions(each)).matches("rw[x-]------"));
    spill.stop(Deadline.after(Duration.ofSeconds(10)));
  }

  private void keep(Spill spill) {
    int before = kept.size();
    var no =
        spill
            .log()
            .append(
                SpillChild.content(1_000),
                1,
                0,
                new Appended() {
                  @Override
                  public void kept(SpillRecord record) {
                    kept.add(record);
                  }

                  @Override
                  public void failed(Refusal why) {
                    throw new IllegalStateException(why.toString());
                  }
                });
    assertThat(no).isEmpty();
    Await.until(() -> kept.size() > before, kept::size);
  }

  private static List<Path> paths(Path root) {
    try (var found = Files.walk(root)) {
      return found.toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
