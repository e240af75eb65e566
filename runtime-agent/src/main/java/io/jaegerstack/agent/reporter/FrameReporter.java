package io.jaegerstack.agent.reporter;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.RateLimitedLog;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/// Holds frames until a collector answers for them. While there is no collector, or it is full, or
/// silent, frames stay here until the queue is full. So a span can arrive twice, when an answer was
/// lost: collectors and storages keep it once.
public final class FrameReporter implements FrameIntake, Part {
  private final FrameQueue queue;
  private final ReporterCounts counts;
  private final Delivery delivery;
  private final Optional<FrameSpill> spill;
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(FrameReporter.class));

  /// @param hop counts spans
  /// @param delivery takes from `queue`
  public FrameReporter(FrameQueue queue, Hop hop, ReporterCounts counts, Delivery delivery) {
    this(queue, hop, counts, delivery, Optional.empty());
  }

  /// @param spill of `queue`
  public FrameReporter(
      FrameQueue queue,
      Hop hop,
      ReporterCounts counts,
      Delivery delivery,
      Optional<FrameSpill> spill) {
    this.queue = queue;
    this.counts = counts;
    this.delivery = delivery;
    this.spill = spill;
    hop.heldBy(queue::heldSpans);
    spill.ifPresent(onDisk -> hop.heldBy(onDisk::spans));
  }

  @Override
  public String name() {
    return "reporter";
  }

  @Override
  public void start() {
    delivery.start();
    spill.ifPresent(FrameSpill::start);
  }

  @Override
  public void report(Frame frame) {
    if (frame.spans() == 0) {
      counts.received(frame.tally());
      frame.release();
    } else if (!queue.offer(frame, () -> counts.received(frame.tally()))) {
      counts.received(frame.tally());
      DropReason reason = queue.isClosed() ? DropReason.SHUTDOWN : DropReason.QUEUE_FULL;
      counts.dropped(reason, frame);
      warnings.warn(
          "packets dropped reason={} packets={} spans={}", reason, frame.packets(), frame.spans());
      frame.release();
    }
  }

  @Override
  public Answer offer(Frame frame) {
    if (frame.spans() == 0) {
      counts.received(frame.tally());
      frame.release();
      return Answer.TAKEN;
    }
    if (queue.offer(frame, () -> counts.received(frame.tally()))) {
      return Answer.TAKEN;
    }
    frame.release();
    return queue.isClosed() ? Answer.SHUTTING_DOWN : Answer.QUEUE_FULL;
  }

  /// Delivers what is held while the deadline lasts; the rest, and frames without an answer by
  /// then, are left to the disk, or where that has not taken them counted as dropped.
  @Override
  public void stop(Deadline deadline) {
    queue.close();
    try {
      queue.awaitSettled(deadline.fraction(spill.isPresent() ? 0.4 : 0.9).remainingNanos());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    spill.ifPresent(onDisk -> onDisk.stop(deadline.fraction(0.7)));
    for (Frame frame : queue.giveUp()) {
      if (queue.leave(frame)) {
        continue;
      }
      counts.dropped(frame.wasSent() ? DropReason.UNANSWERED : DropReason.SHUTDOWN, frame);
      queue.settled(frame);
    }
    delivery.stop(deadline);
  }

  /// What became of frames so far.
  public ReporterCounts counts() {
    return counts;
  }

  /// Heap of the frames that are held.
  public long queueBytes() {
    return queue.bytes();
  }

  /// Most heap that frames may hold.
  public long capacityBytes() {
    return queue.capacityBytes();
  }
}
