package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.receiver.relay.SeenFrames.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The sequence numbers of one generation: those in work, and those settled as ranges, since they
/// settle nearly in order. Where there are too many ranges the lowest is forgotten.
final class FrameNumbers {
  static final int MOST_RANGES = 1_024;

  /// Last number of each range by its first.
  private final TreeMap<Long, Long> settled = new TreeMap<>();

  private final Map<Long, List<OpenFrame>> inWork = new HashMap<>();

  /// Below it nothing can come for the first time.
  private long lowest = 1;

  /// Of [System#nanoTime()].
  long touchedAt;

  Seen come(long number, long lowestNow, OpenFrame asker) {
    raise(lowestNow);
    List<OpenFrame> askers = inWork.get(number);
    if (askers != null) {
      askers.add(asker);
      return Seen.IN_WORK;
    }
    if (number < lowest || isSettled(number)) {
      return Seen.SETTLED;
    }
    askers = new ArrayList<>(1);
    askers.add(asker);
    inWork.put(number, askers);
    return Seen.NEVER;
  }

  private void raise(long lowestNow) {
    if (lowestNow > lowest) {
      lowest = lowestNow;
      while (!settled.isEmpty() && settled.firstEntry().getValue() < lowest) {
        settled.pollFirstEntry();
      }
    }
  }

  private boolean isSettled(long number) {
    var range = settled.floorEntry(number);
    return range != null && range.getValue() >= number;
  }

  List<OpenFrame> ended(long number, boolean isSettled) {
    List<OpenFrame> askers = inWork.remove(number);
    if (isSettled && number >= lowest) {
      add(number);
    }
    return askers == null ? List.of() : askers;
  }

  private void add(long number) {
    if (isSettled(number)) {
      return;
    }
    long first = number;
    long last = number;
    var below = settled.lowerEntry(number);
    if (below != null && below.getValue() == number - 1) {
      first = below.getKey();
    }
    Long joined = settled.remove(number + 1);
    if (joined != null) {
      last = joined;
    }
    settled.put(first, last);
    if (settled.size() > MOST_RANGES) {
      settled.pollFirstEntry();
    }
  }

  int ranges() {
    return settled.size();
  }

  boolean hasWork() {
    return !inWork.isEmpty();
  }
}
