package io.jaegerstack.query.service;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.TraceRoom;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The traces of a batch that came with a call and is stored nowhere, in the order of their first
/// spans.
final class BatchTraces implements FoundTraces {
  /// Bytes of a span before it has been made.
  private static final long GUESS = 1_000;

  private final Room room;
  private final Iterator<Map.Entry<TraceId, List<FlatSpan>>> traces;
  private final Map<FlatProcess, Process> processes = new IdentityHashMap<>();
  private @Nullable TraceRoom taken;

  private BatchTraces(Room room, SpanBatch batch) {
    this.room = room;
    var byId = new LinkedHashMap<TraceId, List<FlatSpan>>();
    for (int i = 0; i < batch.size(); i++) {
      FlatSpan span = batch.span(i);
      byId.computeIfAbsent(span.traceId(), absent -> new ArrayList<>()).add(span);
    }
    this.traces = byId.entrySet().iterator();
  }

  /// Takes room for reading a batch, and reads it; what the batch itself holds stays taken.
  ///
  /// @param bytes that reading takes at most
  /// @param what is read, for messages
  static BatchTraces read(Room room, long bytes, String what, Supplier<SpanBatch> read) {
    Room.Taken taken = room.take(bytes);
    if (taken != Room.Taken.YES) {
      throw NoRoomException.ofRequest(what, taken == Room.Taken.NEVER, bytes, room.limit());
    }
    SpanBatch batch = read.get();
    room.giveBack(Math.max(0, bytes - batch.retainedBytes()));
    return new BatchTraces(room, batch);
  }

  @Override
  public Optional<Trace> next() {
    close();
    if (!traces.hasNext()) {
      return Optional.empty();
    }
    Map.Entry<TraceId, List<FlatSpan>> next = traces.next();
    List<FlatSpan> flat = next.getValue();
    var now = TraceRoom.take(room, next.getKey(), flat.size(), flat.size() * GUESS);
    taken = now;
    var spans = new ArrayList<Span>(flat.size());
    for (FlatSpan one : flat) {
      Span span =
          one.toSpan().withProcess(processes.computeIfAbsent(one.process, FlatProcess::toProcess));
      now.add(span);
      spans.add(span);
    }
    now.settle();
    return Optional.of(new Trace(next.getKey(), spans));
  }

  @Override
  public void close() {
    if (taken != null) {
      taken.giveBack();
      taken = null;
    }
  }
}
