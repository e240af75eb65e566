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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Traces of known ids and sizes, fetched when they are asked for: a large one alone, small ones
/// some at a time, because each request costs milliseconds.
final class EsFoundTraces implements FoundTraces {
  /// Spans that are fetched in one request together with those of other traces.
  private static final long SPANS_TOGETHER = 1_000;

  /// Bytes of a span before it has been seen.
  private static final long GUESS = 1_000;

  private final SpanSearch search;
  private final String indices;
  private final Map<TraceId, Long> sizes;
  private final Room room;
  private final Deque<List<TraceId>> groups = new ArrayDeque<>();
  private final Deque<Arrived> fetched = new ArrayDeque<>();
  private @Nullable Arrived shown;

  /// @param sizes spans per trace, in the order of the answer
  EsFoundTraces(SpanSearch search, String indices, Map<TraceId, Long> sizes, Room room) {
    this.search = search;
    this.indices = indices;
    this.sizes = sizes;
    this.room = room;
    group();
  }

  private void group() {
    long spans = 0;
    for (Map.Entry<TraceId, Long> trace : sizes.entrySet()) {
      if (groups.isEmpty() || spans + trace.getValue() > SPANS_TOGETHER) {
        groups.add(new ArrayList<>());
        spans = 0;
      }
      groups.getLast().add(trace.getKey());
      spans += trace.getValue();
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
      for (TraceId id : group) {
        arriving.put(id, new Arrived(id, sizes.getOrDefault(id, 0L), room));
      }
      long expected = arriving.values().stream().mapToLong(trace -> trace.expected).sum();
      search.each(indices, SpanQueries.spansOf(group), expected, span -> add(arriving, span));
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
    final long expected;
    final TraceRoom taken;
    final List<Span> spans = new ArrayList<>();

    Arrived(TraceId id, long expected, Room room) {
      this.id = id;
      this.expected = expected;
      this.taken = TraceRoom.take(room, id, expected, expected * GUESS);
    }
  }
}
