package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Generation;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Which frames this collector has settled or has in work, so that one that comes twice is stored
/// once. Bounded in generations, in ranges of numbers, and in time; what was forgotten and comes
/// again is taken again, and left to the storage's ids. Safe for all threads.
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

  /// Ranges of numbers of all generations together; one takes 100 bytes or so.
  static final int RANGES = 100_000;

  /// With frames in work, which what holds those frames bounds. They are not forgotten.
  private final Map<Generation, FrameNumbers> busy = new HashMap<>();

  /// Without; what was used longest ago is first.
  private final LinkedHashMap<Generation, FrameNumbers> idle = new LinkedHashMap<>();

  private final int mostGenerations;
  private final int mostRanges;
  private final LongSupplier nanoTime;
  private long ranges;

  SeenFrames(LongSupplier nanoTime) {
    this(GENERATIONS, RANGES, nanoTime);
  }

  SeenFrames(int mostGenerations, int mostRanges, LongSupplier nanoTime) {
    this.mostGenerations = mostGenerations;
    this.mostRanges = mostRanges;
    this.nanoTime = nanoTime;
  }

  /// Notes that the frame of `header` has come, for which `asker` wants a receipt.
  synchronized Seen come(FrameHeader header, OpenFrame asker) {
    FrameNumbers numbers = taken(header.generation());
    if (numbers == null) {
      numbers = new FrameNumbers();
    }
    Seen seen = numbers.come(header.sequence(), header.lowest(), asker);
    put(header.generation(), numbers);
    return seen;
  }

  /// Says that the frame of `header` has been dealt with; returns who wants to hear of it, first
  /// the one whose frame it was.
  synchronized List<OpenFrame> settled(FrameHeader header) {
    return ended(header, true);
  }

  /// Says that the frame of `header` is its sender's again; returns who wants to hear of it.
  synchronized List<OpenFrame> givenBack(FrameHeader header) {
    return ended(header, false);
  }

  private List<OpenFrame> ended(FrameHeader header, boolean isSettled) {
    FrameNumbers numbers = taken(header.generation());
    if (numbers == null) {
      return List.of();
    }
    List<OpenFrame> askers = numbers.ended(header.sequence(), isSettled);
    put(header.generation(), numbers);
    return askers;
  }

  /// Takes out what is remembered of a generation.
  private @Nullable FrameNumbers taken(Generation generation) {
    FrameNumbers numbers = busy.remove(generation);
    if (numbers == null) {
      numbers = idle.remove(generation);
    }
    if (numbers != null) {
      ranges -= numbers.ranges();
    }
    return numbers;
  }

  private void put(Generation generation, FrameNumbers numbers) {
    numbers.touchedAt = nanoTime.getAsLong();
    (numbers.hasWork() ? busy : idle).put(generation, numbers);
    ranges += numbers.ranges();
    while (!idle.isEmpty() && isTooMuch(idle.firstEntry().getValue(), numbers.touchedAt)) {
      ranges -= idle.pollFirstEntry().getValue().ranges();
    }
  }

  private boolean isTooMuch(FrameNumbers oldest, long now) {
    return generations() > mostGenerations
        || ranges > mostRanges
        || now - oldest.touchedAt > REMEMBERED_NANOS;
  }

  synchronized int generations() {
    return busy.size() + idle.size();
  }
}
