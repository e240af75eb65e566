package io.jaegerstack.storage.cassandra;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.FloatText;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.TagType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// Makes the rows of a span: its own, its names', and those of the indices, as Jaeger's writer
/// does. One thread.
final class SpanRows {
  private static final Key SPAN_KIND = Key.of("span.kind");
  private static final Set<String> KINDS =
      Set.of("client", "server", "producer", "consumer", "internal");
  private static final int BUCKETS = 10;
  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final ByteBuffer ANY_OPERATION = ByteBuffer.allocate(0);

  private final TagRules rules;
  private final NameCache names;
  private final WriteMetrics metrics;
  private final RowGroups groups;
  private final SpanHash hashes = new SpanHash();
  private final SpanColumns columns = new SpanColumns();

  // Of the span at hand.
  private int index;
  private ByteBuffer service = ANY_OPERATION;
  private ByteBuffer trace = ANY_OPERATION;
  private ByteBuffer start = ANY_OPERATION;
  private ByteBuffer id = ANY_OPERATION;

  SpanRows(TagRules rules, NameCache names, WriteMetrics metrics, RowGroups groups) {
    this.rules = rules;
    this.names = names;
    this.metrics = metrics;
    this.groups = groups;
  }

  /// Adds all rows of `span`, which is the one at `index` of its write.
  void add(FlatSpan span, int at) {
    long hash = hashes.of(span);
    var key = new RowGroups.SpanKey(span.traceIdHigh, span.traceIdLow, span.spanId, hash);
    CqlRow before = groups.row(key);
    if (before != null) {
      before.with(at);
      return;
    }
    index = at;
    long startMicros = SpanColumns.micros(span.startNanos);
    service = ByteBuffer.wrap(CqlBytes.utf8(span.process.serviceName()));
    trace = SpanColumns.traceId(span.traceIdHigh, span.traceIdLow);
    start = CqlBytes.ofLong(startMicros);
    id = CqlBytes.ofLong(span.spanId);
    groups.addSpan(key, columns.of(span, trace, hash), at);
    names(span);
    ByteBuffer operation = ByteBuffer.wrap(CqlBytes.utf8(span.operation));
    int bucket = (int) Long.remainderUnsigned(hash, BUCKETS);
    index(Table.SERVICE_NAME_INDEX, service, CqlBytes.ofInt(bucket), start, trace);
    index(Table.SERVICE_OPERATION_INDEX, service, operation, start, trace);
    if ((span.flags & FlatSpan.FIREHOSE) == 0) {
      tags(span);
      ByteBuffer duration = CqlBytes.ofLong(SpanColumns.micros(span.durationNanos));
      ByteBuffer hour = CqlBytes.ofLong(hourMillis(startMicros));
      index(Table.DURATION_INDEX, service, ANY_OPERATION, hour, duration, start, trace);
      if (operation.hasRemaining()) {
        index(Table.DURATION_INDEX, service, operation, hour, duration, start, trace);
      }
    }
  }

  /// The hour nearest to a start, milliseconds: the bucket of `duration_index`.
  static long hourMillis(long micros) {
    return Math.floorDiv(micros + HOUR_MICROS / 2, HOUR_MICROS) * HOUR_MILLIS;
  }

  private void index(Table table, ByteBuffer... values) {
    if (PartitionKey.of(table, values).isValid()) {
      groups.add(table, values, index);
    } else {
      metrics.leftOut(table);
    }
  }

  private void names(FlatSpan span) {
    Key name = span.process.serviceName();
    name(new NameCache.Name(Table.SERVICE_NAMES, name.text(), "", ""), service);
    String kind = kind(span.tags);
    ByteBuffer operation = ByteBuffer.wrap(CqlBytes.utf8(span.operation));
    name(
        new NameCache.Name(Table.OPERATION_NAMES, name.text(), kind, span.operation.text()),
        service,
        CqlBytes.ofText(kind),
        operation);
  }

  private void name(NameCache.Name name, ByteBuffer... values) {
    if (names.has(name)) {
      return;
    }
    if (new PartitionKey(name.table(), Arrays.copyOf(values, 1)).isValid()
        && new PartitionKey(name.table(), values).isValid()) {
      groups.add(name, values, index);
    } else {
      metrics.leftOut(name.table());
    }
  }

  /// The first `span.kind`, where it is one of Jaeger's; else empty, as Jaeger writes it since
  /// 1.62.
  private static String kind(FlatTags tags) {
    int at = tags.indexOf(SPAN_KIND);
    String kind = at >= 0 && tags.type(at) == TagType.STRING ? tags.text(at) : "";
    return KINDS.contains(kind) ? kind : "";
  }

  private void tags(FlatSpan span) {
    if (rules.processes()) {
      tags(span.process.tags());
    }
    if (rules.spans()) {
      tags(span.tags);
    }
    if (rules.logs()) {
      for (FlatLog log : span.logs) {
        tags(log.fields());
      }
    }
  }

  private void tags(FlatTags tags) {
    for (int i = 0; i < tags.size(); i++) {
      Key key = tags.key(i);
      if (tags.type(i) != TagType.BINARY && rules.wants(key.text())) {
        tag(key, tags, i);
      }
    }
  }

  private void tag(Key key, FlatTags tags, int i) {
    byte[] value = value(tags, i);
    if (isText(key, tags, i) && TagRules.fits(key.bytes(), value)) {
      ByteBuffer keyBytes = ByteBuffer.wrap(key.bytes());
      index(Table.TAG_INDEX, service, keyBytes, ByteBuffer.wrap(value), start, trace, id);
    } else {
      metrics.tagSkipped();
    }
  }

  private static boolean isText(Key key, FlatTags tags, int i) {
    return key.isUtf8()
        && (tags.type(i) != TagType.STRING
            || CqlBytes.isAscii(tags.source(i), tags.offset(i), tags.length(i))
            || Arrays.equals(
                tags.text(i).getBytes(StandardCharsets.UTF_8),
                Arrays.copyOfRange(
                    tags.source(i), tags.offset(i), tags.offset(i) + tags.length(i))));
  }

  private static byte[] value(FlatTags tags, int i) {
    return switch (tags.type(i)) {
      case STRING, BINARY ->
          Arrays.copyOfRange(tags.source(i), tags.offset(i), tags.offset(i) + tags.length(i));
      case BOOL -> bytes(Boolean.toString(tags.bool(i)));
      case INT64 -> bytes(Long.toString(tags.number(i)));
      case FLOAT64 -> bytes(FloatText.of(tags.float64(i)));
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
