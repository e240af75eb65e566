package io.jaegerstack.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Trace;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes is killed, again and again, each time going on with what the one before it
/// left. Of everything that was acknowledged, each span is there, once and whole.
@Timeout(3_600)
class KillIT {
  private static final int KILLS = Integer.getInteger("local.kills", 6);

  /// Numbers between the first spans of two processes.
  private static final int APART = 10_000_000;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final TreeSet<Integer> kept = new TreeSet<>();
  private long slowestStart;

  @TempDir private Path directory;

  @Test
  void losesNoSpanThatItAcknowledged() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      runAndKill(kill * APART);
    }
    long spans = 0;
    try (Storage storage = KillChild.open(directory.toString())) {
      for (int first : kept) {
        for (int i = 0; i < KillChild.spansOfWrite(); i += 10) {
          assertWhole(storage, first + i);
          spans += 10;
        }
      }
    }
    System.out.printf(
        "local killed=%d acknowledged-and-found=%d slowest-start=%dms seed=%d%n",
        KILLS, spans, slowestStart, seed);
    assertThat(spans).as("spans that were at stake").isGreaterThan(KILLS * 200L);
  }

  private void assertWhole(Storage storage, int number) {
    List<Span> found =
        storage
            .reader()
            .trace(KillChild.traceOf(number), Room.UNBOUNDED)
            .map(Trace::spans)
            .orElse(List.of());
    var wanted = new ArrayList<Span>();
    for (int i = 0; i < 10; i++) {
      wanted.add(KillChild.span(number + i));
    }
    assertThat(found).as("-Dseed=%d", seed).containsExactlyInAnyOrderElementsOf(wanted);
  }

  /// What it says until it has acknowledged something is not cut short.
  private void runAndKill(int first) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KillChild.class.getName(),
                directory.toString(),
                Integer.toString(first))
            .redirectErrorStream(true)
            .start();
    try {
      var hasKept = new CompletableFuture<Boolean>();
      var reading = CompletableFuture.runAsync(() -> read(child, hasKept));
      assertThat(hasKept.get(120, TimeUnit.SECONDS)).as("-Dseed=%d", seed).isTrue();
      child.waitFor(random.nextInt(1_500), TimeUnit.MILLISECONDS);
      child.toHandle().destroyForcibly();
      reading.get(60, TimeUnit.SECONDS);
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private void read(Process child, CompletableFuture<Boolean> hasKept) {
    try (BufferedReader reader = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("kept") && words.length == 2 && line.endsWith("00")) {
          kept.add(Integer.parseInt(words[1]));
          hasKept.complete(true);
        } else if (words[0].equals("started")) {
          slowestStart = Math.max(slowestStart, Long.parseLong(words[1]));
        } else if (words[0].equals("failed")) {
          hasKept.completeExceptionally(new AssertionError(line));
        }
      }
    } catch (IOException closed) {
      // The handle was closed with the process.
    }
    hasKept.complete(false);
  }
}
