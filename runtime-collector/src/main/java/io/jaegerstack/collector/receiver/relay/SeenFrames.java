package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Generation;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongSupplier;

/// Which frames this collector has settled or has in work, so that one that comes twice is stored
/// once. Bounded in generations, in what is remembered of each, and in time; what was forgotten and
/// comes again is taken again, and left to the storage's ids. Safe for all threads.
final class SeenFrames {
  /// What is known of a frame that has come.
  enum Seen {
    /// Nothing: it is the caller's to take, who says later how it ended.
    NEVER,
    /// It is in work: whoever asked hears of its end.
    IN_WORK,
    /// It has been dealt with.
    SETTLED
  }

  /// Starts of agents: of ten thousand agents, one each.
  static final int GENERATIONS = 10_000;

  private static final long REMEMBERED_NANOS = Duration.ofDays(1).toNanos();

  private final LinkedHashMap<Generation, FrameNumbers> generations =
      new LinkedHashMap<>(64, 0.75f, true);
  private final int mostGenerations;
  private final LongSupplier nanoTime;

  SeenFrames(int mostGenerations, LongSupplier nanoTime) {
    this.mostGenerations = mostGenerations;
    this.nanoTime = nanoTime;
  }

  /// Notes that the frame of `header` has come, for which `asker` wants a receipt.
  synchronized Seen come(FrameHeader header, OpenFrame asker) {
    long now = nanoTime.getAsLong();
    FrameNumbers numbers =
        generations.computeIfAbsent(header.generation(), first -> new FrameNumbers());
    numbers.touchedAt = now;
    forget(now);
    return numbers.come(header.sequence(), header.lowest(), asker);
  }

  /// Says that the frame of `header` has been dealt with; returns who wants to hear of it, first
  /// the one whose frame it was.
  synchronized List<OpenFrame> settled(FrameHeader header) {
    FrameNumbers numbers = generations.get(header.generation());
    return numbers == null ? List.of() : numbers.ended(header.sequence(), true);
  }

  /// Says that the frame of `header` is its sender's again; returns who wants to hear of it.
  synchronized List<OpenFrame> givenBack(FrameHeader header) {
    FrameNumbers numbers = generations.get(header.generation());
    return numbers == null ? List.of() : numbers.ended(header.sequence(), false);
  }

  /// What was used longest ago is first. A generation with frames in work stays.
  private void forget(long now) {
    Iterator<FrameNumbers> oldest = generations.values().iterator();
    while (oldest.hasNext()) {
      FrameNumbers next = oldest.next();
      boolean isOld = now - next.touchedAt > REMEMBERED_NANOS;
      if (!isOld && generations.size() <= mostGenerations) {
        return;
      }
      if (!next.hasWork()) {
        oldest.remove();
      } else if (!isOld) {
        return;
      }
    }
  }

  synchronized int generations() {
    return generations.size();
  }
}
