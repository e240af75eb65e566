package io.jaegerstack.storage.segments.search;

import io.jaegerstack.model.TraceId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The newest traces found so far, up to a limit. A trace is as new as the newest of its spans that
/// were found.
final class Newest {
  private record Found(long startNanos, TraceId trace) implements Comparable<Found> {
    private static final Comparator<Found> NEWEST_FIRST =
        Comparator.comparingLong(Found::startNanos).reversed().thenComparing(Found::trace);

    @Override
    public int compareTo(Found other) {
      return NEWEST_FIRST.compare(this, other);
    }
  }

  private final int limit;
  private final TreeSet<Found> order = new TreeSet<>();
  private final Map<TraceId, Long> starts = new HashMap<>();

  Newest(int limit) {
    this.limit = limit;
  }

  /// Whether a span that starts then could change anything.
  boolean wants(long startNanos) {
    return startNanos >= earliestWanted();
  }

  /// What starts before could change nothing.
  long earliestWanted() {
    return order.size() < limit ? Long.MIN_VALUE : order.last().startNanos;
  }

  /// Whether `trace` is there already, as new as that or newer.
  boolean has(TraceId trace, long startNanos) {
    Long known = starts.get(trace);
    return known != null && known >= startNanos;
  }

  void add(TraceId trace, long startNanos) {
    Long known = starts.get(trace);
    if (known != null) {
      if (known >= startNanos) {
        return;
      }
      order.remove(new Found(known, trace));
    }
    order.add(new Found(startNanos, trace));
    starts.put(trace, startNanos);
    if (order.size() > limit) {
      starts.remove(order.removeLast().trace);
    }
  }

  List<TraceId> traces() {
    return order.stream().map(Found::trace).toList();
  }
}
