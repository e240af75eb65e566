package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.pipeline.Completion;
import io.jaegerstack.collector.pipeline.OfferedBatch;
import io.jaegerstack.collector.pipeline.Settlement;
import io.jaegerstack.wire.relay.FrameHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A frame between its coming and its end. Its event loop offers its parts, one after another, as
/// there is room; whoever settles the last of them ends it.
final class FrameInWork implements Completion {
  /// What the frame's end is told to.
  interface End {
    /// @param settlement of all parts together
    /// @param why the frame had to be given up; empty where all of it was taken
    void ended(FrameHeader header, Settlement settlement, int unreadable, String why);

    /// Something of ours broke; the frame ends all the same, and [#ended] is told.
    void failed(FrameHeader header, Throwable ours);
  }

  private static final Settlement NOTHING = new Settlement(0, 0, 0);

  private final FrameHeader header;
  private final int unreadable;
  private final End end;
  private final List<OfferedBatch> parts = new ArrayList<>(1);
  private final AtomicInteger open;
  private int next;
  private volatile String why = "";
  private Settlement sum = NOTHING;

  /// @param count of parts that will be [#add]ed
  FrameInWork(FrameHeader header, int count, int unreadable, End end) {
    this.header = header;
    this.unreadable = unreadable;
    this.end = end;
    this.open = new AtomicInteger(count + 1);
  }

  void add(OfferedBatch part) {
    parts.add(part);
  }

  /// Offers what is left; empty once there is nothing left to offer, else why there is no room.
  Optional<Admission.Cause> take() {
    try {
      while (next < parts.size()) {
        Optional<Admission.Cause> refusal = parts.get(next).take();
        if (refusal.isPresent()) {
          return refusal;
        }
        next++;
      }
    } catch (RuntimeException | Error ours) {
      end.failed(header, ours);
      giveUp("the collector failed: " + ours);
      return Optional.empty();
    }
    close(1);
    return Optional.empty();
  }

  /// Offers no more: what is left is the agent's, and so is the frame.
  void giveUp(String message) {
    why = message;
    int left = parts.size() - next;
    try {
      parts.subList(next, parts.size()).forEach(OfferedBatch::refuse);
    } catch (RuntimeException | Error ours) {
      end.failed(header, ours);
    }
    close(left + 1);
  }

  @Override
  public void settled(Settlement settlement) {
    add(settlement);
    close(1);
  }

  private synchronized void add(Settlement settlement) {
    sum = sum.plus(settlement);
  }

  private synchronized Settlement sum() {
    return sum;
  }

  private void close(int count) {
    if (open.addAndGet(-count) == 0) {
      end.ended(header, sum(), unreadable, why);
    }
  }
}
