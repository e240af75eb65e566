package io.jaegerstack.storage.memory;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanSize;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.TraceRoom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Looks at the traces of a service from the newest on, until there are enough; makes their spans
/// when they are asked for, one trace at a time.
final class MemoryReader implements SpanReader {
  /// Text and numbers as objects are about this many times what they are when stored.
  private static final int UNPACKED = 3;

  private final TraceTables tables;

  MemoryReader(TraceTables tables) {
    this.tables = tables;
  }

  @Override
  public Optional<Trace> trace(TraceId id, Room room) {
    return tables
        .trace(id)
        .map(
            stored -> {
              List<StoredSpan> spans = stored.spans();
              return decoded(id, spans, room(id, spans, room));
            });
  }

  @Override
  public FoundTraces findTraces(TraceQuery query, Room room) {
    return new Found(new ArrayDeque<>(find(query)), room);
  }

  @Override
  public List<TraceId> findTraceIds(TraceQuery query) {
    return find(query).stream().map(StoredTrace::id).toList();
  }

  private List<StoredTrace> find(TraceQuery query) {
    var search = new Search(query);
    var found = new ArrayList<StoredTrace>();
    for (StoredTrace trace : tables.since(query.service(), search.fromNanos())) {
      if (search.matches(trace)) {
        found.add(trace);
        if (found.size() == query.limit()) {
          break;
        }
      }
    }
    return found;
  }

  private static TraceRoom room(TraceId id, List<StoredSpan> spans, Room room) {
    long guess = 0;
    for (StoredSpan span : spans) {
      guess += SpanSize.SPAN + (long) UNPACKED * span.content().length;
    }
    return TraceRoom.take(room, id, spans.size(), guess);
  }

  private static Trace decoded(TraceId id, List<StoredSpan> stored, TraceRoom taken) {
    var decoder = new SpanDecoder();
    var spans = new ArrayList<Span>(stored.size());
    for (StoredSpan one : stored) {
      Span span = decoder.decode(id, one);
      taken.add(span);
      spans.add(span);
    }
    taken.settle();
    return new Trace(id, spans);
  }

  @Override
  public List<String> services() {
    return tables.services();
  }

  @Override
  public List<Operation> operations(String service) {
    return tables.operations(service);
  }

  /// Stored traces that wait to be made.
  private static final class Found implements FoundTraces {
    private final Queue<StoredTrace> waiting;
    private final Room room;
    private @Nullable TraceRoom taken;

    Found(Queue<StoredTrace> waiting, Room room) {
      this.waiting = waiting;
      this.room = room;
    }

    @Override
    public Optional<Trace> next() {
      close();
      StoredTrace stored = waiting.poll();
      if (stored == null) {
        return Optional.empty();
      }
      List<StoredSpan> spans = stored.spans();
      TraceRoom now = room(stored.id(), spans, room);
      taken = now;
      return Optional.of(decoded(stored.id(), spans, now));
    }

    @Override
    public void close() {
      if (taken != null) {
        taken.giveBack();
        taken = null;
      }
    }
  }
}
