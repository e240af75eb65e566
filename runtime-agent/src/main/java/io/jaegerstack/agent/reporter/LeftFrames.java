package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.spill.SpillLog;
import io.jaegerstack.agent.spill.SpillRecord;
import java.util.HashMap;
import java.util.Map;

/// The numbers of the frames that are on the disk alone. The log drops records of its own accord,
/// too old or not readable, and knows no numbers; one that stayed open would keep collectors from
/// forgetting all that came after it. For any thread.
final class LeftFrames {
  private final SpillLog log;
  private final Map<FrameNumber, SpillRecord> left = new HashMap<>();
  private long droppedBefore;

  LeftFrames(SpillLog log) {
    this.log = log;
  }

  /// The frame is forgotten here, and comes again from the log.
  void leave(Frame frame, SpillRecord record) {
    FrameNumber number = frame.number();
    if (number != null) {
      synchronized (left) {
        left.put(number, record);
      }
    }
    log.leave(record);
  }

  /// The frame has come again.
  void back(Frame frame) {
    FrameNumber number = frame.number();
    if (number != null) {
      synchronized (left) {
        left.remove(number);
      }
    }
  }

  void settle(SpillRecord record) {
    log.settle(record);
  }

  /// Settles the numbers of what the log has dropped since the last call.
  void releaseDropped() {
    long dropped = log.counts().expired() + log.counts().damaged();
    synchronized (left) {
      if (dropped == droppedBefore) {
        return;
      }
      droppedBefore = dropped;
      for (var each = left.entrySet().iterator(); each.hasNext(); ) {
        var frame = each.next();
        if (log.isGone(frame.getValue())) {
          frame.getKey().settle();
          each.remove();
        }
      }
    }
  }
}
