package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.TraceRoom;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Optional;

/// Reads whole traces, with room for each span as it arrives.
final class TraceRows {
  /// Bytes of a trace before any of it has been seen.
  private static final long FIRST_GUESS = 32 * 1024;

  /// Bytes of a span before it has been seen.
  private static final long GUESS = 1_000;

  /// A trace, and the room that it has.
  record Arrived(Trace trace, TraceRoom room) {}

  private final Reads reads;

  TraceRows(Reads reads) {
    this.reads = reads;
  }

  Pages start(TraceId id) {
    return reads.start(Query.TRACE, key(id));
  }

  private static ByteBuffer key(TraceId id) {
    return SpanColumns.traceId(id.high(), id.low());
  }

  /// The trace of `id`, whose rows are on their way; nothing where there are none.
  ///
  /// @throws NoRoomException where it does not fit; it says of how many spans
  Optional<Arrived> read(TraceId id, Pages rows, Room room) {
    try {
      return read(id, rows, TraceRoom.take(room, id, 0, Math.min(FIRST_GUESS, room.limit())));
    } catch (NoRoomException unsized) {
      // How many there are is asked only now: as a rule nobody needs to know.
      long spans = count(id);
      return read(id, start(id), TraceRoom.take(room, id, spans, spans * GUESS));
    }
  }

  private Optional<Arrived> read(TraceId id, Pages rows, TraceRoom taken) {
    var decoder = new SpanDecoder();
    var spans = new ArrayList<Span>();
    try {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        Span span = decoder.span(id, row);
        taken.add(span);
        spans.add(span);
      }
    } catch (RuntimeException failed) {
      taken.giveBack();
      throw failed;
    }
    if (spans.isEmpty()) {
      taken.giveBack();
      return Optional.empty();
    }
    taken.settle();
    return Optional.of(new Arrived(new Trace(id, spans), taken));
  }

  private long count(TraceId id) {
    Row row = reads.start(Query.SPAN_COUNT, key(id)).next();
    return row == null ? 0 : CqlParts.int64(row.getBytesUnsafe(0));
  }
}
