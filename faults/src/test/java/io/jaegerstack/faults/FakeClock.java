package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// A wall clock of their own for processes, which can be set while they run; the clock that never
/// jumps stays the machine's. By libfaketime: where it is not there and cannot be got the test is
/// skipped, and with `-De2e=required` it fails.
final class FakeClock {
  private final Path library;
  private final Path file;

  private FakeClock(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /// One that is right.
  static FakeClock in(Path directory) throws IOException, InterruptedException {
    Process script = new ProcessBuilder("./faketime.sh").redirectErrorStream(true).start();
    String said =
        new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    boolean isThere = script.waitFor() == 0;
    if ("required".equals(System.getProperty("e2e"))) {
      assertThat(isThere).as(said).isTrue();
    }
    assumeTrue(isThere, said);
    var clock = new FakeClock(Path.of(said), directory.resolve("clock"));
    clock.jumpTo(0);
    return clock;
  }

  /// What makes a process look at it.
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // files have the times that they had before the jump
        "NO_FAKE_STAT", "1");
  }

  /// Sets it to so many days after the machine's; processes know within some seconds.
  void jumpTo(int days) throws IOException {
    Path next = file.resolveSibling("clock.next");
    Files.writeString(next, "%+dd\n".formatted(days));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
