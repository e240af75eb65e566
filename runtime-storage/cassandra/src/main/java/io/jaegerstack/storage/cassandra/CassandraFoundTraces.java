package io.jaegerstack.storage.cassandra;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.TraceRoom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Traces of known ids, made when they are asked for; the first pages of those that come next are
/// on their way.
final class CassandraFoundTraces implements FoundTraces {
  /// Traces whose first page is asked for before they are.
  private static final int AHEAD = 4;

  private record Coming(TraceId id, Pages rows) {}

  private final TraceRows traces;
  private final Iterator<TraceId> ids;
  private final Room room;
  private final Deque<Coming> coming = new ArrayDeque<>();
  private @Nullable TraceRoom shown;

  CassandraFoundTraces(TraceRows traces, List<TraceId> ids, Room room) {
    this.traces = traces;
    this.ids = ids.iterator();
    this.room = room;
  }

  @Override
  public Optional<Trace> next() {
    letGo();
    while (true) {
      while (coming.size() < AHEAD && ids.hasNext()) {
        TraceId id = ids.next();
        coming.add(new Coming(id, traces.start(id)));
      }
      Coming next = coming.poll();
      if (next == null) {
        return Optional.empty();
      }
      Optional<TraceRows.Arrived> arrived = traces.read(next.id, next.rows, room);
      if (arrived.isPresent()) {
        shown = arrived.get().room();
        return Optional.of(arrived.get().trace());
      }
    }
  }

  private void letGo() {
    TraceRoom last = shown;
    if (last != null) {
      last.giveBack();
      shown = null;
    }
  }

  @Override
  public void close() {
    letGo();
    coming.clear();
  }
}
