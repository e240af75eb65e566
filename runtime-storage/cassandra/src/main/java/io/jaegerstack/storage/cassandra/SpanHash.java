package io.jaegerstack.storage.cassandra;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.TagType;

/// Jaeger's hash of a span's contents, which is part of its row's key: the same span has the same
/// row, whichever of us wrote it. It is FNV-1a over what Go's `encoding/gob` makes of Jaeger's
/// `model.Span`: a description of the types, which is the same for every span, then the fields that
/// are not zero, each after its distance from the one before it. One thread.
final class SpanHash {
  /// FNV-1a after the 940 bytes that describe the types.
  private static final long AFTER_TYPES = 0x9b2320e38fe12249L;

  private static final long PRIME = 0x100000001b3L;

  /// Go's number of the first type of one's own, 64, as it is sent.
  private static final int[] SPAN_TYPE = {0xff, 0x80};

  /// Seconds from the year 1 to 1970: Go's times begin there.
  private static final long EPOCH_SECONDS = 62_135_596_800L;

  private static final long NANOS = 1_000_000_000L;
  private static final int TIME_BYTES = 15;
  private static final int TIME_VERSION = 1;

  /// In minutes; -1 is UTC.
  private static final int UTC = 0xffff;

  private final GobBytes out = new GobBytes();
  private final GobBytes head = new GobBytes();

  long of(FlatSpan span) {
    out.clear();
    traceId(1, span.traceIdHigh, span.traceIdLow);
    int last = out.unsigned(2, 1, span.spanId);
    last = out.text(3, last, span.operation.bytes());
    last = references(last, span.references);
    last = out.unsigned(5, last, span.flags & 0xffffffffL);
    last = time(6, last, span.startNanos);
    last = out.signed(7, last, span.durationNanos);
    last = tags(8, last, span.tags);
    last = logs(last, span.logs);
    out.delta(10, last);
    process(span.process);
    // The empty struct of generated code is sent, as every struct is.
    out.delta(13, 10).one(0).one(0);
    return hashed();
  }

  private long hashed() {
    head.clear();
    head.number(out.size() + SPAN_TYPE.length);
    for (int each : SPAN_TYPE) {
      head.one(each);
    }
    return out.fnv(head.fnv(AFTER_TYPES, PRIME), PRIME);
  }

  private void traceId(int delta, long high, long low) {
    out.one(delta);
    int last = out.unsigned(1, 0, low);
    out.unsigned(2, last, high);
    out.one(0);
  }

  private int references(int last, Reference[] references) {
    if (references.length == 0) {
      return last;
    }
    out.delta(4, last).number(references.length);
    for (Reference each : references) {
      traceId(1, each.traceId().high(), each.traceId().low());
      int before = out.unsigned(2, 1, each.spanId().value());
      before = out.signed(3, before, each.type().ordinal());
      out.delta(4, before).one(0).one(0);
    }
    return 4;
  }

  private int time(int field, int last, long nanos) {
    out.delta(field, last).number(TIME_BYTES).one(TIME_VERSION);
    out.bigEndian(Math.floorDiv(nanos, NANOS) + EPOCH_SECONDS, Long.BYTES);
    out.bigEndian(Math.floorMod(nanos, NANOS), Integer.BYTES);
    out.bigEndian(UTC, Short.BYTES);
    return field;
  }

  private int tags(int field, int last, FlatTags tags) {
    if (tags.size() == 0) {
      return last;
    }
    out.delta(field, last).number(tags.size());
    for (int i = 0; i < tags.size(); i++) {
      tag(tags, i);
    }
    return field;
  }

  private void tag(FlatTags tags, int i) {
    TagType type = tags.type(i);
    int last = out.text(1, 0, tags.key(i).bytes());
    last = out.signed(2, last, type.code());
    last =
        switch (type) {
          case STRING -> out.bytes(3, last, tags.source(i), tags.offset(i), tags.length(i));
          case BOOL -> out.flag(4, last, tags.bool(i));
          case INT64 -> out.signed(5, last, tags.number(i));
          case FLOAT64 -> out.fraction(6, last, tags.float64(i), tags.number(i));
          case BINARY -> out.bytes(7, last, tags.source(i), tags.offset(i), tags.length(i));
        };
    out.delta(8, last).one(0).one(0);
  }

  private int logs(int last, FlatLog[] logs) {
    if (logs.length == 0) {
      return last;
    }
    out.delta(9, last).number(logs.length);
    for (FlatLog log : logs) {
      int before = time(1, 0, log.timeNanos());
      before = tags(2, before, log.fields());
      out.delta(3, before).one(0).one(0);
    }
    return 9;
  }

  private void process(FlatProcess process) {
    int last = out.text(1, 0, process.serviceName().bytes());
    last = tags(2, last, process.tags());
    out.delta(3, last).one(0).one(0);
  }
}
