package io.jaegerstack.agent.spill;

import io.jaegerstack.agent.spill.SegmentWalk.Found;
import io.jaegerstack.agent.spill.SpillRecord.State;
import io.jaegerstack.ledger.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one start of an agent has written: this process's own, or one of an agent that is no more.
/// Hands its records out in order. Guarded by the log's lock.
final class Generation {
  /// After the disk did not read.
  private static final long PAUSE_MILLIS = 1_000;

  private final String name;
  private final Path directory;
  private final SpillLock lock;
  private final SpillCounts counts;
  private final long maxAgeMillis;
  private final List<Segment> segments = new ArrayList<>();

  /// Read before and given back, by sequence.
  private final TreeMap<Long, SpillRecord> returned = new TreeMap<>();

  private long pausedUntilMillis = Long.MIN_VALUE;

  Generation(String name, Path directory, SpillLock lock, SpillCounts counts, long maxAgeMillis) {
    this.name = name;
    this.directory = directory;
    this.lock = lock;
    this.counts = counts;
    this.maxAgeMillis = maxAgeMillis;
  }

  String name() {
    return name;
  }

  Path directory() {
    return directory;
  }

  SpillLock lock() {
    return lock;
  }

  void add(Segment segment) {
    if (!segments.contains(segment)) {
      segments.add(segment);
    }
  }

  List<Segment> segments() {
    return segments;
  }

  /// The oldest record that nobody holds, now the caller's; null where there is none, or none that
  /// the disk reads now.
  ///
  /// @param nowMillis since this process began
  @Nullable Spilled next(long nowMillis) {
    for (SpillRecord oldest = oldest(nowMillis); oldest != null; oldest = oldest(nowMillis)) {
      try {
        Spilled whole = read(oldest);
        if (whole != null) {
          return whole;
        }
      } catch (IOException notRead) {
        failed(oldest.segment(), nowMillis);
      }
    }
    return null;
  }

  private @Nullable Spilled read(SpillRecord record) throws IOException {
    ByteBuffer bytes = record.segment().body(record.found());
    if (returned.remove(record.sequence()) == null) {
      record.segment().pass(record.found());
      record.segment().track(record.found());
    }
    if (bytes == null) {
      drop(record, DropReason.DAMAGED);
      return null;
    }
    hold(record);
    return new Spilled(record, bytes);
  }

  private void hold(SpillRecord record) {
    record.become(State.HELD);
    counts.held(record.spans());
  }

  /// A record of this process's that came onto the disk, in the hands of who appended it.
  SpillRecord kept(Segment segment, Found found) {
    var record = new SpillRecord(this, segment, found);
    segment.kept(found);
    segment.track(found);
    counts.kept(record.spans());
    hold(record);
    return record;
  }

  /// Drops what is too old. Null where nothing is left, or the disk does not read now.
  @Nullable SpillRecord oldest(long nowMillis) {
    while (!returned.isEmpty()) {
      SpillRecord first = returned.firstEntry().getValue();
      if (!first.segment().isExpired(first.found(), maxAgeMillis, nowMillis)) {
        return nowMillis < pausedUntilMillis ? null : first;
      }
      returned.pollFirstEntry();
      drop(first, DropReason.EXPIRED);
    }
    return ahead(nowMillis);
  }

  private @Nullable SpillRecord ahead(long nowMillis) {
    while (nowMillis >= pausedUntilMillis) {
      Segment segment = walking();
      if (segment == null) {
        return null;
      }
      try {
        Found found = segment.next();
        if (found != null && !isDropped(segment, found, nowMillis)) {
          segment.back(found);
          return new SpillRecord(this, segment, found);
        }
        if (found == null && !segment.isWalked()) {
          return null;
        }
      } catch (IOException notRead) {
        failed(segment, nowMillis);
      }
      giveUpMissing(segment);
    }
    return null;
  }

  private @Nullable Segment walking() {
    for (Segment each : segments) {
      if (!each.isWalked()) {
        return each;
      }
    }
    return null;
  }

  private boolean isDropped(Segment segment, Found found, long nowMillis) {
    if (!segment.isExpired(found, maxAgeMillis, nowMillis)) {
      return false;
    }
    segment.settle(found);
    counts.dropped(DropReason.EXPIRED, 1, found.header().spans());
    return true;
  }

  /// To a walked segment's end, whatever is live and in nobody's hands was not found.
  private void giveUpMissing(Segment segment) {
    if (segment.isWalked() && segment.missingRecords() > 0) {
      counts.dropped(DropReason.DAMAGED, segment.missingRecords(), segment.missingSpans());
      segment.giveUpMissing();
    }
  }

  private void failed(Segment segment, long nowMillis) {
    counts.diskError();
    if (!segment.hasFailedForGood()) {
      pausedUntilMillis = nowMillis + PAUSE_MILLIS;
      return;
    }
    List<SpillRecord> lost =
        returned.values().stream().filter(each -> each.segment() == segment).toList();
    for (SpillRecord each : lost) {
      returned.remove(each.sequence());
      drop(each, DropReason.DAMAGED);
    }
    counts.dropped(DropReason.DAMAGED, segment.missingRecords(), segment.missingSpans());
    segment.giveUpMissing();
  }

  private void drop(SpillRecord record, DropReason reason) {
    done(record);
    counts.dropped(reason, 1, record.spans());
  }

  private static void done(SpillRecord record) {
    record.segment().untrack(record.found());
    record.segment().settle(record.found());
    record.become(State.DONE);
  }

  void settle(SpillRecord record) {
    counts.held(-record.spans());
    done(record);
    counts.settled(record.spans());
  }

  void leave(SpillRecord record) {
    counts.held(-record.spans());
    if (record.segment().isBehindWalk(record.found())) {
      record.become(State.RETURNED);
      returned.put(record.sequence(), record);
    } else {
      record.become(State.AHEAD);
      record.segment().untrack(record.found());
    }
  }

  /// Takes out the oldest segments, as far as nothing is wanted of them any more. In order: what a
  /// segment has beyond its last good fsync is void only while its successor is there to say so.
  List<Segment> takeFinished() {
    List<Segment> finished = segments.stream().takeWhile(Segment::isFinished).toList();
    segments.removeAll(finished);
    return finished;
  }
}
