package io.jaegerstack.storage.cassandra;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.TagType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Columns of the row of a span in the table `traces`, as Jaeger writes them: in a tag, the values
/// of other types than its own are zero, not null. One thread.
final class SpanColumns {
  private static final long NANOS_PER_MICRO = 1_000;
  private static final ByteBuffer NO_PARENT = CqlBytes.ofLong(0);
  private static final byte[][] REFERENCE_TYPES = {bytes("child-of"), bytes("follows-from")};
  private static final byte[][] TYPES = {
    bytes("string"), bytes("bool"), bytes("int64"), bytes("float64"), bytes("binary")
  };

  private final CqlBytes out = new CqlBytes();

  ByteBuffer[] of(FlatSpan span, ByteBuffer traceId, long hash) {
    return new ByteBuffer[] {
      traceId,
      CqlBytes.ofLong(span.spanId),
      CqlBytes.ofLong(hash),
      NO_PARENT,
      ByteBuffer.wrap(CqlBytes.utf8(span.operation)),
      CqlBytes.ofInt(span.flags),
      CqlBytes.ofLong(micros(span.startNanos)),
      CqlBytes.ofLong(micros(span.durationNanos)),
      tags(span.tags),
      logs(span.logs),
      references(span.references),
      process(span)
    };
  }

  static long micros(long nanos) {
    return Math.floorDiv(nanos, NANOS_PER_MICRO);
  }

  static ByteBuffer traceId(long high, long low) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(0, high).putLong(Long.BYTES, low);
  }

  private ByteBuffer tags(FlatTags tags) {
    out.clear();
    list(tags);
    return out.toBuffer();
  }

  private void list(FlatTags tags) {
    out.int32(tags.size());
    for (int i = 0; i < tags.size(); i++) {
      int begin = out.begin();
      tag(tags, i);
      out.end(begin);
    }
  }

  private void tag(FlatTags tags, int i) {
    var type = tags.type(i);
    out.text(tags.key(i)).part(TYPES[type.code()]);
    if (type == TagType.STRING) {
      out.text(tags.source(i), tags.offset(i), tags.length(i));
    } else {
      out.int32(0);
    }
    switch (type) {
      case STRING -> others(0, 0, 0).nothing();
      case BOOL -> others(tags.bool(i) ? 1 : 0, 0, 0).nothing();
      case INT64 -> others(0, tags.number(i), 0).nothing();
      case FLOAT64 -> others(0, 0, tags.number(i)).nothing();
      case BINARY -> others(0, 0, 0).part(tags.source(i), tags.offset(i), tags.length(i));
    }
  }

  private CqlBytes others(int flag, long number, long fraction) {
    return out.int32(1).int8(flag).part(number).part(fraction);
  }

  private ByteBuffer logs(FlatLog[] logs) {
    out.clear();
    out.int32(logs.length);
    for (FlatLog log : logs) {
      int begin = out.begin();
      out.part(micros(log.timeNanos()));
      int fields = out.begin();
      list(log.fields());
      out.end(fields);
      out.end(begin);
    }
    return out.toBuffer();
  }

  private ByteBuffer references(Reference[] references) {
    out.clear();
    out.int32(references.length);
    for (Reference each : references) {
      int begin = out.begin();
      out.part(REFERENCE_TYPES[each.type().ordinal()]);
      out.int32(2 * Long.BYTES).int64(each.traceId().high()).int64(each.traceId().low());
      out.part(each.spanId().value());
      out.end(begin);
    }
    return out.toBuffer();
  }

  private ByteBuffer process(FlatSpan span) {
    out.clear();
    out.text(span.process.serviceName());
    int tags = out.begin();
    list(span.process.tags());
    out.end(tags);
    return out.toBuffer();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
