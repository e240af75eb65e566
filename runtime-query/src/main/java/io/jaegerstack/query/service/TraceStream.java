package io.jaegerstack.query.service;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.service.AnswerBudget.Answer;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/// The traces of one answer, as stored, one at a time, each within the [AnswerBudget]. For the
/// thread that opened it, which closes it.
public final class TraceStream implements AutoCloseable {
  private final Answer room;
  private final FoundTraces found;

  private TraceStream(Answer room, FoundTraces found) {
    this.room = room;
    this.found = found;
  }

  static TraceStream open(AnswerBudget budget, Function<Room, FoundTraces> search) {
    Answer room = budget.open();
    try {
      return new TraceStream(room, search.apply(room));
    } catch (RuntimeException | Error failed) {
      if (failed instanceof NoRoomException full) {
        room.refused(full.isTooLarge());
      }
      room.close();
      throw failed;
    }
  }

  static TraceStream ofIds(AnswerBudget budget, SpanReader reader, List<TraceId> ids) {
    Answer room = budget.open();
    return new TraceStream(room, new ById(reader, new ArrayDeque<>(ids), room));
  }

  /// The next trace; the one before it must not be used any more.
  ///
  /// @throws NoRoomException where it does not fit; the next call goes on to the one after it
  public Optional<Trace> next() {
    room.beginTrace();
    try {
      return found.next();
    } catch (NoRoomException full) {
      room.refused(full.isTooLarge());
      throw full;
    } finally {
      room.handOver();
    }
  }

  /// Ids that were asked for and are not stored, as far as has been read.
  public List<TraceId> missing() {
    return found instanceof ById byId ? List.copyOf(byId.missing) : List.of();
  }

  /// True where the caller has read too slowly while others waited for room; its answer breaks off.
  public boolean isCutOff() {
    return room.isCutOff();
  }

  @Override
  public void close() {
    try {
      found.close();
    } finally {
      room.close();
    }
  }

  /// Traces whose ids are known.
  private static final class ById implements FoundTraces {
    private final SpanReader reader;
    private final Queue<TraceId> waiting;
    private final Answer room;
    private final List<TraceId> missing = new ArrayList<>();

    ById(SpanReader reader, Queue<TraceId> waiting, Answer room) {
      this.reader = reader;
      this.waiting = waiting;
      this.room = room;
    }

    @Override
    public Optional<Trace> next() {
      room.giveBackAll();
      for (TraceId id = waiting.poll(); id != null; id = waiting.poll()) {
        Optional<Trace> trace = reader.trace(id, room);
        if (trace.isPresent()) {
          return trace;
        }
        missing.add(id);
      }
      return Optional.empty();
    }

    @Override
    public void close() {
      room.giveBackAll();
    }
  }
}
