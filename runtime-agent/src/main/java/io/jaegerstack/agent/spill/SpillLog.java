package io.jaegerstack.agent.spill;

import io.jaegerstack.agent.spill.SegmentWalk.Found;
import io.jaegerstack.agent.spill.SegmentWriter.Pending;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Frames on disk, bounded in bytes and in age, handed out in order, oldest first. A frame counts
/// as kept once it is on the disk, fsync included; it is removed once settled. What is on the disk
/// survives the end of the process, and the next one takes it over.
///
/// Any thread may append, take and settle; one thread, that of [Spill], writes. No order is
/// promised between appends of several threads.
public final class SpillLog {
  private final SpillLimits limits;
  private final SpillCounts counts;
  private final Passing time;
  private final Doorbell bell;

  /// Guards what waits to be written; never held during input or output.
  private final ReentrantLock gate = new ReentrantLock();

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private long pendingBytes;
  private boolean isClosed;

  /// Guards generations and their segments; held while reading, never while writing.
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Generation> generations = new ArrayList<>();
  private volatile boolean isUsable;

  SpillLog(SpillLimits limits, SpillCounts counts, Passing time, Doorbell bell) {
    this.limits = limits;
    this.counts = counts;
    this.time = time;
    this.bell = bell;
  }

  /// Takes the frame, or says why not. Never waits. `bytes` are the log's until `appended` is
  /// called, and the frame is not handed out by [#next] before the caller leaves it.
  ///
  /// @param flags handed back with the frame; the log knows none of them
  public Optional<Refusal> append(ByteBuffer bytes, int spans, int flags, Appended appended) {
    var frame = new Pending(bytes, spans, flags, time.stampMillis(), appended);
    gate.lock();
    try {
      Refusal why = refusal(frame.size());
      if (why != null) {
        counts.addRefused(why);
        return Optional.of(why);
      }
      pending.add(frame);
      pendingBytes += frame.size();
    } finally {
      gate.unlock();
    }
    bell.press();
    return Optional.empty();
  }

  private @Nullable Refusal refusal(long size) {
    if (isClosed) {
      return Refusal.CLOSED;
    }
    if (size > limits.segmentBytes()) {
      return Refusal.TOO_LARGE;
    }
    if (!isUsable) {
      return Refusal.DISK;
    }
    if (counts.bytes() + pendingBytes + size > limits.maxBytes()) {
      return Refusal.FULL;
    }
    return pendingBytes + size > limits.pendingBytes() ? Refusal.BEHIND : null;
  }

  /// The oldest frame in nobody's hands, the caller's from now on; empty where there is none, or
  /// where the disk does not read it now.
  public Optional<Spilled> next() {
    lock.lock();
    try {
      for (Generation each : generations) {
        Spilled oldest = each.next(time.millis());
        if (oldest != null) {
          return Optional.of(oldest);
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// The frame needs no keeping any more. Without effect where the record is not the caller's.
  public void settle(SpillRecord record) {
    lock.lock();
    try {
      if (record.state() == SpillRecord.State.HELD) {
        record.generation().settle(record);
      }
    } finally {
      lock.unlock();
    }
    bell.press();
  }

  /// The caller forgets the frame, which [#next] will hand out again. Without effect where the
  /// record is not the caller's.
  public void leave(SpillRecord record) {
    lock.lock();
    try {
      if (record.state() == SpillRecord.State.HELD) {
        record.generation().leave(record);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether a record that was left has been dropped, or is another caller's and settled.
  public boolean isGone(SpillRecord record) {
    lock.lock();
    try {
      return record.segment().isGone(record.found());
    } finally {
      lock.unlock();
    }
  }

  public SpillCounts counts() {
    return counts;
  }

  /// Most bytes that the files may have.
  public long maxBytes() {
    return limits.maxBytes();
  }

  /// Whether the disk does what it should.
  public boolean isUsable() {
    return isUsable;
  }

  /// Age of the oldest frame in nobody's hands; 0 where there is none.
  public long oldestMillis() {
    lock.lock();
    try {
      for (Generation each : generations) {
        SpillRecord oldest = each.oldest(time.millis());
        if (oldest != null) {
          return Math.max(0, oldest.segment().ageMillis(oldest.found(), time.millis()));
        }
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  // What the log's thread asks.

  void usable(boolean is) {
    isUsable = is;
  }

  /// Everything that waits to be written; it counts as waiting until [#written].
  List<Pending> pending() {
    gate.lock();
    try {
      return List.copyOf(pending);
    } finally {
      gate.unlock();
    }
  }

  /// The first `count` of those that wait are on the disk, or will not be.
  void written(int count) {
    gate.lock();
    try {
      for (int i = 0; i < count; i++) {
        pendingBytes -= pending.removeFirst().size();
      }
    } finally {
      gate.unlock();
    }
  }

  /// Refuses whatever comes from now on.
  void close() {
    gate.lock();
    try {
      isClosed = true;
    } finally {
      gate.unlock();
    }
  }

  /// They are on the disk.
  List<SpillRecord> kept(Generation own, Segment segment, List<Found> found) {
    lock.lock();
    try {
      own.add(segment);
      long before = segment.bytes();
      var records = new ArrayList<SpillRecord>(found.size());
      found.forEach(each -> records.add(own.kept(segment, each)));
      counts.files(segment.bytes() - before);
      return records;
    } finally {
      lock.unlock();
    }
  }

  /// Runs `work` while nobody else looks at generations.
  void locked(Consumer<List<Generation>> work) {
    lock.lock();
    try {
      work.accept(generations);
    } finally {
      lock.unlock();
    }
  }
}
