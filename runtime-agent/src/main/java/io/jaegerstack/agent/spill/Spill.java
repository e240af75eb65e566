package io.jaegerstack.agent.spill;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.DependencyHealth;
import io.jaegerstack.server.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The spill of a process: the log, and the thread that writes it.
public final class Spill implements Part {
  /// Frames that come within it share an fsync: a frame is on the disk at most this and one fsync
  /// after it was appended.
  static final Duration GROUP = Duration.ofMillis(50);

  /// Between turns in which nothing is to be written.
  private static final Duration IDLE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Spill.class);

  private final SpillLog log;
  private final SpillKeeper keeper;
  private final Doorbell bell;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  private Spill(SpillLog log, SpillKeeper keeper, Doorbell bell) {
    this.log = log;
    this.keeper = keeper;
    this.bell = bell;
  }

  /// @param directory made where it is missing; several agents may share it
  /// @param maxBytes of all files of this process
  public static Spill of(Path directory, long maxBytes, Duration maxAge, SpillEvents events) {
    return of(
        new FileDisk(), directory, SpillLimits.of(maxBytes, maxAge), SpillClock.SYSTEM, events);
  }

  static Spill of(
      SpillDisk disk, Path directory, SpillLimits limits, SpillClock clock, SpillEvents events) {
    var time = new Passing(clock);
    var bell = new Doorbell();
    var log = new SpillLog(limits, new SpillCounts(events), time, bell);
    var keeper =
        new SpillKeeper(
            disk,
            new SpillDirectory(disk, directory),
            log,
            limits,
            time,
            () -> ThreadLocalRandom.current().nextInt());
    return new Spill(log, keeper, bell);
  }

  public SpillLog log() {
    return log;
  }

  /// Failing where frames cannot be kept: the disk fails, or the cap is all but reached.
  public DependencyHealth health() {
    if (!log.isUsable()) {
      return DependencyHealth.failing(
          "the disk failed: frames stay in memory, and are tried again");
    }
    return DependencyHealth.room(log.counts().bytes(), log.maxBytes(), "bytes");
  }

  @Override
  public String name() {
    return "spill";
  }

  /// Opens the directory. What dead agents left is taken over by the thread: to read it can take
  /// seconds, in which the agent would hear nothing. A directory that cannot be used is no reason
  /// not to start: it is tried again, and shown in [#health()].
  @Override
  public void start() {
    keeper.open();
    bell.press();
    thread = Thread.ofPlatform().name("agent-spill").daemon().start(this::run);
  }

  private void run() {
    try {
      while (stopping.getCount() > 0) {
        bell.await(IDLE.toMillis());
        if (!stopping.await(GROUP.toMillis(), TimeUnit.MILLISECONDS)) {
          turn();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    keeper.close();
  }

  /// A mistake of ours, or of a caller in its callback, must not end the thread: every later frame
  /// would wait for ever.
  private void turn() {
    try {
      keeper.turn();
    } catch (RuntimeException ours) {
      LOG.error("spill failed", ours);
    }
  }

  /// What was appended is written; what is on the disk is the next agent's. Whoever appends has
  /// stopped before, and settles nothing afterwards.
  @Override
  public void stop(Deadline deadline) {
    stopping.countDown();
    bell.press();
    Thread writing = thread;
    if (writing == null) {
      return;
    }
    try {
      writing.join(deadline.remaining());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (writing.isAlive()) {
      LOG.warn("the disk has not taken the last frames by the deadline");
    }
  }
}
