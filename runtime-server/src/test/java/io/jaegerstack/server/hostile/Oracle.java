package io.jaegerstack.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jaegerstack.server.hostile.HostileCase.Attack;
import io.jaegerstack.server.logging.CapturedLog;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What holds whatever a stranger sends: the right answer, each reason counted as often as it
/// happened and no other, bounded memory and time, the next good request is taken and counts
/// nothing, and the log does not follow the traffic.
public final class Oracle implements AutoCloseable {
  /// Nothing takes longer, on a machine that does other work beside it.
  private static final Duration MOST_TIME = Duration.ofSeconds(10);

  /// With megabytes of frames that are counted one by one.
  private static final Duration MOST_TIME_OF_LARGE = Duration.ofSeconds(20);

  /// Bytes that all threads of the process, the test's among them, may allocate for one input.
  private static final long MOST_BYTES = 48L << 20;

  /// For an input of a whole message of 4 MiB: 64 bytes for each of its bytes, and the test's own.
  private static final long MOST_BYTES_OF_LARGE = 300L << 20;

  /// How many of one class's logs there may be: one for each port.
  private static final int LOGS_OF_A_CLASS = 6;

  private static final int SECONDS_BETWEEN_LINES = 10;
  private static final Pattern LOGGER = Pattern.compile(" logger=(\\S+) ");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Supplier<String> scrape;
  private final Attack good;
  private final CapturedLog log = CapturedLog.start();
  private final Queue<LogRecord> noise = new ConcurrentLinkedQueue<>();
  private final Handler listener = new Listener();
  private final ResourceLeakDetector.Level leakDetection = ResourceLeakDetector.getLevel();
  private final long startedNanos = System.nanoTime();

  private Oracle(Supplier<String> scrape, Attack good) {
    this.scrape = scrape;
    this.good = good;
    Logger.getLogger("").addHandler(listener);
    // At its most thorough, as in other tests, it costs many times what is measured here.
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
  }

  /// @param scrape of the process's metrics
  /// @param good a request that must be taken, from a caller of its own; fails where it is not
  public static Oracle of(Supplier<String> scrape, Attack good) {
    return new Oracle(scrape, good);
  }

  public void judge(HostileCase given) throws Exception {
    Counts before = Counts.of(scrape.get());
    long allocatedBefore = THREADS.getTotalThreadAllocatedBytes();
    long startedAt = System.nanoTime();
    String answer = given.attack().send();
    long allocated = THREADS.getTotalThreadAllocatedBytes() - allocatedBefore;
    assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
        .as("time of %s", given)
        .isLessThan(given.isLarge() ? MOST_TIME_OF_LARGE : MOST_TIME);
    assertThat(answer).as(given.toString()).matches("(?s)" + given.answer());
    awaitCounted(given, before);
    assertThat(allocated)
        .as("bytes allocated for %s", given)
        .isLessThan(given.isLarge() ? MOST_BYTES_OF_LARGE : MOST_BYTES);
    good.send();
    assertThat(moved(before))
        .as("counted for %s, after a good request", given)
        .matches(now -> Counts.matches(given.counted(), now), given.counted());
  }

  private void awaitCounted(HostileCase given, Counts before) {
    long end = System.nanoTime() + MOST_TIME.toNanos();
    while (!Counts.matches(given.counted(), moved(before)) && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(moved(before))
        .as("counted for %s", given)
        .matches(now -> Counts.matches(given.counted(), now), given.counted());
  }

  private String moved(Counts before) {
    return Counts.of(scrape.get()).since(before);
  }

  /// Checks the log.
  @Override
  public void close() {
    log.close();
    ResourceLeakDetector.setLevel(leakDetection);
    Logger.getLogger("").removeHandler(listener);
    long intervals =
        1 + Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds() / SECONDS_BETWEEN_LINES;
    assertThat(noise).as("what libraries logged").isEmpty();
    assertThat(log.lines()).noneMatch(line -> line.contains(" level=error "));
    assertThat(log.lines()).noneMatch(line -> line.contains(" error="));
    var linesOf =
        log.lines().stream()
            .filter(line -> line.contains(" level=warn "))
            .map(line -> LOGGER.matcher(line).results().findFirst().orElseThrow().group(1))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(linesOf).as("something is logged").isNotEmpty();
    assertThat(linesOf)
        .as("lines of each logger in %d intervals", intervals)
        .allSatisfy(
            (logger, lines) -> assertThat(lines).isLessThanOrEqualTo(LOGS_OF_A_CLASS * intervals));
  }

  private final class Listener extends Handler {
    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        noise.add(entry);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
