package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.I32;
import static io.jaegerstack.wire.thrift.ThriftType.I64;
import static io.jaegerstack.wire.thrift.ThriftType.LIST;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.TraceId;
import java.util.Arrays;

/// `Span` of jaeger.thrift to a flat span.
final class SpanStructs {
  static final RequiredFields SPAN = RequiredFields.of("Span", 1, 2, 3, 4, 5, 7, 8, 9);
  static final RequiredFields REFERENCE = RequiredFields.of("SpanRef", 1, 2, 3, 4);
  static final RequiredFields LOG = RequiredFields.of("Log", 1, 2);
  private static final FlatTags NO_FIELDS = new FlatTags(new byte[0], 0);
  private static final int FOLLOWS_FROM = 1;

  /// Elements that a list is first given room for; more come by doubling, so that a size that lies
  /// costs nothing.
  private static final int FIRST_CAPACITY = 4;

  private final InternTable keys;
  private final TagStructs tags;
  private long parent;

  SpanStructs(InternTable keys, TagStructs tags) {
    this.keys = keys;
    this.tags = tags;
  }

  /// The span at the position.
  FlatSpan span(ThriftReader in, FlatProcess process) {
    var span = new FlatSpan(process);
    parent = 0;
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      if (scalar(in, field, span) || list(in, field, span)) {
        seen |= 1 << id;
      } else {
        in.skip(field);
      }
    }
    SPAN.check(seen, in.position);
    addParent(span);
    return span;
  }

  private boolean scalar(ThriftReader in, int field, FlatSpan span) {
    switch (field) {
      case 1 << ThriftType.BITS | I64 -> span.traceIdLow = in.i64();
      case 2 << ThriftType.BITS | I64 -> span.traceIdHigh = in.i64();
      case 3 << ThriftType.BITS | I64 -> span.spanId = in.i64();
      case 4 << ThriftType.BITS | I64 -> parent = in.i64();
      case 5 << ThriftType.BITS | STRING -> {
        int length = in.length();
        span.operation = keys.intern(in.bytes, in.position, length);
        in.position += length;
      }
      case 7 << ThriftType.BITS | I32 -> span.flags = in.i32();
      case 8 << ThriftType.BITS | I64 -> span.startNanos = Micros.toNanos(in.i64());
      case 9 << ThriftType.BITS | I64 -> span.durationNanos = Micros.toNanos(in.i64());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean list(ThriftReader in, int field, FlatSpan span) {
    switch (field) {
      case 6 << ThriftType.BITS | LIST -> span.references = references(in);
      case 10 << ThriftType.BITS | LIST -> span.tags = tags.list(in);
      case 11 << ThriftType.BITS | LIST -> span.logs = logs(in);
      default -> {
        return false;
      }
    }
    return true;
  }

  /// A parent that is not among the references becomes the first of them, as in Jaeger.
  private void addParent(FlatSpan span) {
    if (parent == 0) {
      return;
    }
    for (Reference reference : span.references) {
      if (reference.spanId().value() == parent && reference.traceId().equals(span.traceId())) {
        return;
      }
    }
    span.addFirstReference(Reference.childOf(span.traceId(), new SpanId(parent)));
  }

  private Reference[] references(ThriftReader in) {
    int size = in.structs("references");
    var references = new Reference[Math.min(size, FIRST_CAPACITY)];
    for (int i = 0; i < size; i++) {
      if (i == references.length) {
        references = Arrays.copyOf(references, Math.min(size, i * 2));
      }
      references[i] = reference(in);
    }
    return references;
  }

  private static Reference reference(ThriftReader in) {
    int type = 0;
    long low = 0;
    long high = 0;
    long span = 0;
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      switch (field) {
        case 1 << ThriftType.BITS | I32 -> type = in.i32();
        case 2 << ThriftType.BITS | I64 -> low = in.i64();
        case 3 << ThriftType.BITS | I64 -> high = in.i64();
        case 4 << ThriftType.BITS | I64 -> span = in.i64();
        default -> {
          in.skip(field);
          continue;
        }
      }
      seen |= 1 << id;
    }
    REFERENCE.check(seen, in.position);
    var kind = type == FOLLOWS_FROM ? Reference.Type.FOLLOWS_FROM : Reference.Type.CHILD_OF;
    return new Reference(kind, new TraceId(high, low), new SpanId(span));
  }

  private FlatLog[] logs(ThriftReader in) {
    int size = in.structs("logs");
    var logs = new FlatLog[Math.min(size, FIRST_CAPACITY)];
    for (int i = 0; i < size; i++) {
      if (i == logs.length) {
        logs = Arrays.copyOf(logs, Math.min(size, i * 2));
      }
      logs[i] = log(in);
    }
    return logs;
  }

  private FlatLog log(ThriftReader in) {
    long micros = 0;
    FlatTags fields = NO_FIELDS;
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      switch (field) {
        case 1 << ThriftType.BITS | I64 -> micros = in.i64();
        case 2 << ThriftType.BITS | LIST -> fields = tags.list(in);
        default -> {
          in.skip(field);
          continue;
        }
      }
      seen |= 1 << id;
    }
    LOG.check(seen, in.position);
    return new FlatLog(Micros.toNanos(micros), fields);
  }
}
