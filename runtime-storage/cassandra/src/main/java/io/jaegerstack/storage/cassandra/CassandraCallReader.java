package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.CallBatch;
import io.jaegerstack.storage.CallReader;
import io.jaegerstack.storage.CallSpan;
import io.jaegerstack.storage.CallSpan.Side;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Finds the traces that have spans in a stretch of the window, by the index of services, and reads
/// them whole. A minute at a time, so that only that minute's trace ids are in memory; of each
/// trace only the spans that started in it are given.
///
/// That index keeps one row for all spans of a service in one microsecond and one of ten buckets: a
/// trace all of whose spans meet others there is not found.
final class CassandraCallReader implements CallReader {
  private static final Duration STRETCH = Duration.ofMinutes(1);
  private static final int BUCKETS = 10;

  /// Traces that are asked for at once.
  private static final int AHEAD = 8;

  /// Spans of one trace that are looked at: what is left of each is about 100 bytes.
  private static final int MOST_SPANS = 200_000;

  private static final long NANOS_PER_MICRO = 1_000;

  private record Asked(TraceId id, Pages rows) {}

  private final Reads reads;

  CassandraCallReader(Reads reads) {
    this.reads = reads;
  }

  @Override
  public void read(Instant from, Instant to, int size, Consumer<CallBatch> target) {
    List<String> services = services();
    for (Instant start = from; start.isBefore(to); start = start.plus(STRETCH)) {
      Instant end = start.plus(STRETCH).isBefore(to) ? start.plus(STRETCH) : to;
      var some = new Stretch(Times.micros(start), Times.micros(end), size, target);
      read(ids(services, some), some);
    }
  }

  private List<String> services() {
    var names = new ArrayList<String>();
    Pages rows = reads.start(Query.SERVICES);
    for (Row row = rows.next(); row != null; row = rows.next()) {
      names.add(CqlParts.text(row.getBytesUnsafe(0)));
    }
    return names;
  }

  private Set<TraceId> ids(List<String> services, Stretch stretch) {
    ByteBuffer from = CqlBytes.ofLong(stretch.from);
    ByteBuffer last = CqlBytes.ofLong(stretch.to - 1);
    var ids = new LinkedHashSet<TraceId>();
    for (String service : services) {
      ByteBuffer name = CqlBytes.ofText(service);
      var asked = new ArrayList<Pages>();
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        asked.add(reads.start(Query.BY_SERVICE, name, CqlBytes.ofInt(bucket), from, last));
      }
      for (Pages rows : asked) {
        for (Row row = rows.next(); row != null; row = rows.next()) {
          ids.add(SpanDecoder.traceId(row.getBytesUnsafe(1)));
        }
      }
    }
    return ids;
  }

  private void read(Set<TraceId> ids, Stretch stretch) {
    Deque<Asked> asked = new ArrayDeque<>();
    for (TraceId id : ids) {
      asked.add(new Asked(id, reads.start(Query.TRACE, SpanColumns.traceId(id.high(), id.low()))));
      if (asked.size() == AHEAD) {
        stretch.add(spans(asked.remove()));
      }
    }
    while (!asked.isEmpty()) {
      stretch.add(spans(asked.remove()));
    }
    stretch.end();
  }

  private static List<CallSpan> spans(Asked trace) {
    var decoder = new SpanDecoder();
    var spans = new ArrayList<CallSpan>();
    Row row = trace.rows.next();
    while (row != null && spans.size() < MOST_SPANS) {
      Span span = decoder.span(trace.id, row);
      spans.add(
          new CallSpan(
              trace.id,
              span.spanId(),
              span.parentSpanId().orElse(null),
              span.process().serviceName(),
              span.tag("span.kind")
                  .map(Tag::value)
                  .map(kind -> Side.of(kind.asText()))
                  .orElse(Side.OTHER),
              span.startNanos() / NANOS_PER_MICRO));
      row = trace.rows.next();
    }
    return spans;
  }

  /// Gathers traces to batches.
  private static final class Stretch {
    private final long from;
    private final long to;
    private final int size;
    private final Consumer<CallBatch> target;
    private List<CallSpan> started = new ArrayList<>();
    private List<CallSpan> all = new ArrayList<>();

    Stretch(long from, long to, int size, Consumer<CallBatch> target) {
      this.from = from;
      this.to = to;
      this.size = size;
      this.target = target;
    }

    void add(List<CallSpan> trace) {
      all.addAll(trace);
      trace.stream()
          .filter(span -> span.startMicros() >= from && span.startMicros() < to)
          .forEach(started::add);
      if (all.size() >= size) {
        end();
      }
    }

    void end() {
      if (!started.isEmpty()) {
        target.accept(new CallBatch(started, all));
      }
      started = new ArrayList<>();
      all = new ArrayList<>();
    }
  }
}
