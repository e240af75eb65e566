package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that spills is killed, again and again, each time taking over what the one before it
/// left: at moments that chance picks, and in the midst of operations of the disk.
@Timeout(900)
class SpillKillIT {
  private static final int KILLS = Integer.getInteger("spill.kills", 40);
  private static final long SLOWEST_START_MILLIS = 5_000;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Set<Integer> certain = new TreeSet<>();
  private final Set<Integer> settled = new HashSet<>();
  private long slowestStart;
  private long acknowledged;
  private long repeated;
  private long settledInAll;

  @TempDir private Path directory;

  @Test
  void keepsEveryFrameThatItAcknowledged() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      int operation = kill % 2 == 0 ? 0 : 1 + random.nextInt(400);
      judge(runAndKill(1 + kill * 1_000_000, operation));
    }
    Set<Integer> left = drain();
    certain.removeAll(left);
    System.out.printf(
        "spill killed=%d acknowledged=%d lost=%d settled=%d repeated=%d slowest-start=%dms seed=%d%n",
        KILLS, acknowledged, certain.size(), settledInAll, repeated, slowestStart, seed);
    assertThat(certain).as("acknowledged and gone, -Dseed=%s", seed).isEmpty();
    assertThat(acknowledged).as("frames that were at stake").isGreaterThan(KILLS * 10L);
    assertThat(slowestStart).as("milliseconds").isLessThan(SLOWEST_START_MILLIS);
    assertThat(repeated).as("of %s", settledInAll).isLessThan(KILLS * 200L);
  }

  private List<String> runAndKill(int firstFrame, int operation) throws Exception {
    Process child = launch(firstFrame, operation);
    try {
      var lines = CompletableFuture.supplyAsync(() -> read(child));
      if (operation > 0) {
        child.waitFor(10, TimeUnit.SECONDS);
      } else {
        child.waitFor(500 + random.nextInt(700), TimeUnit.MILLISECONDS);
      }
      child.toHandle().destroyForcibly();
      return lines.get(60, TimeUnit.SECONDS);
    } finally {
      child.destroyForcibly();
    }
  }

  private Process launch(int firstFrame, int operation) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SpillChild.class.getName(),
            directory.toString(),
            Integer.toString(firstFrame),
            Integer.toString(operation))
        .redirectErrorStream(true)
        .start();
  }

  /// Everything it wrote before its end; the last line may be cut.
  private static List<String> read(Process child) {
    var lines = new ArrayList<String>();
    try (BufferedReader reader = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException closed) {
      // The handle was closed with the process.
    }
    return lines;
  }

  private void judge(List<String> lines) {
    for (String line : lines) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "started" -> slowestStart = Math.max(slowestStart, Long.parseLong(words[1]));
        case "kept" -> kept(Integer.parseInt(words[1]));
        case "next" -> next(Integer.parseInt(words[1]));
        case "settle" -> settle(words);
        default -> throw new AssertionError("-Dseed=" + seed + ": " + line);
      }
    }
  }

  private void kept(int frame) {
    acknowledged++;
    certain.add(frame);
  }

  private void next(int frame) {
    if (settled.remove(frame)) {
      repeated++;
    }
    certain.add(frame);
  }

  /// From the moment it says so it may be gone, also where it did not come to it.
  private void settle(String[] words) {
    int frame = Integer.parseInt(words[1]);
    certain.remove(frame);
    settled.add(frame);
    settledInAll++;
  }

  private Set<Integer> drain() {
    var left = new HashSet<Integer>();
    var agent =
        new SimulatedAgent(
            new FileDisk(),
            directory,
            SpillClock.SYSTEM,
            new SpillLimits(1 << 30, Duration.ofHours(1), 256 * 1024, 4 << 20),
            SpillChild.events(),
            random);
    agent.turn();
    for (var next = agent.log().next(); next.isPresent(); next = agent.log().next()) {
      int frame = next.get().record().spans();
      assertThat(next.get().bytes()).isEqualTo(SpillChild.content(frame));
      assertThat(left.add(frame)).as("frame %s once", frame).isTrue();
      repeated += settled.contains(frame) ? 1 : 0;
    }
    assertThat(agent.counts().damaged()).isZero();
    agent.close();
    return left;
  }
}
