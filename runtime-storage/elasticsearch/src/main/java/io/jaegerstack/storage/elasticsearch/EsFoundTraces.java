package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.TraceRoom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Traces of known ids, fetched when they are asked for: small ones some at a time, because each
/// request costs milliseconds, a large one alone.
///
/// Most answers are small, so some traces are asked for before anybody knows their sizes. The
/// answer says how many spans it has before the first of them, and is let go where those are too
/// many for one request; only then is each trace counted.
final class EsFoundTraces implements FoundTraces {
  /// Spans that are fetched in one request together with those of other traces.
  private static final long SPANS_TOGETHER = 1_000;

  /// The same of traces that nobody has counted, where counting costs a request more.
  private static final int UNCOUNTED_TOGETHER = 2_000;

  private static final int TRACES_TOGETHER = 100;

  /// Bytes of a span before it has been seen.
  private static final long GUESS = 1_000;

  private final SpanSearch search;
  private final String indices;
  private final Room room;

  /// Spans of those that have been counted.
  private final Map<TraceId, Long> sizes = new HashMap<>();

  private final Deque<List<TraceId>> groups = new ArrayDeque<>();
  private final Deque<Arrived> fetched = new ArrayDeque<>();
  private @Nullable Arrived shown;

  /// @param ids in the order of the answer
  EsFoundTraces(SpanSearch search, String indices, List<TraceId> ids, Room room) {
    this.search = search;
    this.indices = indices;
    this.room = room;
    for (int from = 0; from < ids.size(); from += TRACES_TOGETHER) {
      groups.add(ids.subList(from, Math.min(ids.size(), from + TRACES_TOGETHER)));
    }
  }

  @Override
  public Optional<Trace> next() {
    letGo();
    while (fetched.isEmpty()) {
      List<TraceId> group = groups.poll();
      if (group == null) {
        return Optional.empty();
      }
      fetch(group);
    }
    Arrived next = fetched.remove();
    shown = next;
    return Optional.of(new Trace(next.id, next.spans));
  }

  private void fetch(List<TraceId> group) {
    var arriving = new LinkedHashMap<TraceId, Arrived>();
    try {
      if (sizes.containsKey(group.getFirst())) {
        fetchCounted(group, arriving);
      } else if (!fetchUncounted(group, arriving)) {
        return;
      }
      arriving.values().forEach(trace -> trace.taken.settle());
    } catch (NoRoomException full) {
      giveBack(arriving);
      if (group.size() == 1) {
        throw full;
      }
      // One by one, so that only those that do not fit are missing.
      group.reversed().forEach(id -> groups.addFirst(List.of(id)));
      return;
    } catch (RuntimeException failed) {
      giveBack(arriving);
      throw failed;
    }
    arriving.values().stream().filter(trace -> !trace.spans.isEmpty()).forEach(fetched::add);
  }

  private void fetchCounted(List<TraceId> group, Map<TraceId, Arrived> arriving) {
    long expected = 0;
    for (TraceId id : group) {
      long spans = sizes.getOrDefault(id, 0L);
      arriving.put(id, new Arrived(id, spans, room));
      expected += spans;
    }
    search.each(indices, SpanQueries.spansOf(group), expected, span -> add(arriving, span));
  }

  /// @return whether they were few enough
  private boolean fetchUncounted(List<TraceId> group, Map<TraceId, Arrived> arriving) {
    boolean isAlone = group.size() == 1;
    int most = isAlone ? Integer.MAX_VALUE : UNCOUNTED_TOGETHER;
    long total =
        search.few(
            indices,
            SpanQueries.spansOf(group),
            most,
            spans -> expect(group, spans, arriving),
            span -> add(arriving, span));
    if (arriving.isEmpty() && isAlone) {
      sizes.put(group.getFirst(), total);
      groups.addFirst(group);
    } else if (arriving.isEmpty()) {
      count(group);
    }
    return !arriving.isEmpty();
  }

  /// The spans of all, as if each trace had as many as the others.
  private void expect(List<TraceId> group, long spans, Map<TraceId, Arrived> arriving) {
    long ofEach = Math.ceilDiv(spans, group.size());
    group.forEach(id -> arriving.put(id, new Arrived(id, ofEach, room)));
  }

  /// Counts these and all behind them, and groups them by that.
  private void count(List<TraceId> first) {
    var uncounted = new ArrayList<>(first);
    groups.forEach(uncounted::addAll);
    groups.clear();
    sizes.putAll(search.counts(indices, uncounted));
    long spans = 0;
    for (TraceId id : uncounted) {
      Long size = sizes.get(id);
      if (size == null) {
        continue;
      }
      if (groups.isEmpty() || spans + size > SPANS_TOGETHER) {
        groups.add(new ArrayList<>());
        spans = 0;
      }
      groups.getLast().add(id);
      spans += size;
    }
  }

  private static void add(Map<TraceId, Arrived> arriving, Span span) {
    Arrived trace = arriving.get(span.traceId());
    if (trace != null) {
      trace.taken.add(span);
      trace.spans.add(span);
    }
  }

  private static void giveBack(Map<TraceId, Arrived> arriving) {
    arriving.values().forEach(trace -> trace.taken.giveBack());
  }

  private void letGo() {
    if (shown != null) {
      shown.taken.giveBack();
      shown = null;
    }
  }

  @Override
  public void close() {
    letGo();
    fetched.forEach(trace -> trace.taken.giveBack());
    fetched.clear();
    groups.clear();
  }

  /// A trace on its way to its reader.
  private static final class Arrived {
    final TraceId id;
    final TraceRoom taken;
    final List<Span> spans = new ArrayList<>();

    Arrived(TraceId id, long expected, Room room) {
      this.id = id;
      this.taken = TraceRoom.take(room, id, expected, expected * GUESS);
    }
  }
}
