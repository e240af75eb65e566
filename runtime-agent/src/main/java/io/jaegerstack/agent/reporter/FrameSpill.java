package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.spill.Appended;
import io.jaegerstack.agent.spill.Refusal;
import io.jaegerstack.agent.spill.SpillLog;
import io.jaegerstack.agent.spill.SpillRecord;
import io.jaegerstack.agent.spill.Spilled;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.RateLimitedLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Between the queue and the disk: what has had no receipt for a while goes there, what memory has
/// no room for stays there alone, and what is there comes back when memory has room.
public final class FrameSpill {
  /// Between looks at the queue while it has room.
  private static final long TICK_MILLIS = 50;

  /// The caller's flag of a frame that was sent before it was written.
  private static final int SENT = 1;

  private final FrameQueue queue;
  private final SpillLog log;
  private final LeftFrames left;
  private final long afterNanos;
  private final ReporterCounts counts;
  private final Supplier<@Nullable FrameNumber> numbers;
  private final FrameRecord records = new FrameRecord();
  private final Semaphore due = new Semaphore(0);
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(FrameSpill.class));
  private volatile boolean isStopped;
  private @Nullable Thread thread;

  /// @param after a frame without a receipt for so long goes to the disk
  /// @param numbers for frames that have none yet; null where frames are sent without
  public FrameSpill(
      FrameQueue queue,
      SpillLog log,
      Duration after,
      ReporterCounts counts,
      Supplier<@Nullable FrameNumber> numbers) {
    this.queue = queue;
    this.log = log;
    this.left = new LeftFrames(log);
    this.afterNanos = after.toNanos();
    this.counts = counts;
    this.numbers = numbers;
    queue.spillTo(left, this::wake);
  }

  /// Spans on the disk that the queue does not hold.
  long spans() {
    return log.counts().waitingSpans();
  }

  void start() {
    thread = Thread.ofPlatform().name("agent-spill-queue").daemon().start(this::run);
  }

  private void wake() {
    if (due.availablePermits() == 0) {
      due.release();
    }
  }

  private void run() {
    try {
      while (!isStopped) {
        if (due.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
          due.drainPermits();
        }
        turn();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() {
    try {
      keep(System.nanoTime() - afterNanos);
      queue.relieve();
      load();
      left.releaseDropped();
    } catch (RuntimeException ours) {
      warnings.warn("spill of the queue failed", ours);
    }
  }

  /// Whether it helps to try again soon, where not everything was taken.
  private boolean keep(long beforeNanos) {
    List<Frame> frames = queue.toKeep(beforeNanos, this::number);
    Optional<Refusal> no = Optional.empty();
    for (Frame each : frames) {
      // One that is too large for the disk stands in nobody's way.
      if (no.isEmpty() || no.get() == Refusal.TOO_LARGE) {
        no = refusal(each);
      }
      if (no.isPresent()) {
        queue.notKept(each);
      }
      each.release();
    }
    return no.isEmpty() || no.get() == Refusal.BEHIND;
  }

  private void number(Frame frame) {
    FrameNumber number = frame.number() == null ? numbers.get() : null;
    if (number != null) {
      frame.number(number);
    }
  }

  private Optional<Refusal> refusal(Frame frame) {
    Optional<Refusal> no =
        log.append(records.encode(frame), frame.spans(), frame.wasSent() ? SENT : 0, answer(frame));
    no.ifPresent(
        why -> warnings.warn("frame not spilled reason={} spans={}", why.label(), frame.spans()));
    return no;
  }

  private Appended answer(Frame frame) {
    return new Appended() {
      @Override
      public void kept(SpillRecord record) {
        if (!queue.kept(frame, record)) {
          log.settle(record);
        }
        wake();
      }

      @Override
      public void failed(Refusal why) {
        queue.notKept(frame);
      }
    };
  }

  private void load() {
    while (queue.hasRoomForSpilled()) {
      Optional<Spilled> next = log.next();
      if (next.isEmpty()) {
        return;
      }
      load(next.get());
    }
  }

  private void load(Spilled spilled) {
    Optional<Frame> frame = records.decode(spilled.bytes());
    if (frame.isPresent() && frame.get().spans() == spilled.record().spans()) {
      left.back(frame.get());
      queue.spilled(frame.get(), spilled.record());
      return;
    }
    counts.dropped(DropReason.DAMAGED, spilled.record().spans());
    log.settle(spilled.record());
    warnings.warn("spilled frame is of another version spans={}", spilled.record().spans());
  }

  /// Puts everything that is held onto the disk, and ends. Nothing comes back from there any more.
  void stop(Deadline deadline) {
    isStopped = true;
    wake();
    try {
      Thread running = thread;
      if (running != null) {
        running.join(deadline.remaining());
      }
      queue.awaitKept(deadline.remainingNanos(), () -> keep(System.nanoTime()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
