package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BITS;
import static io.jaegerstack.wire.thrift.ThriftType.BOOL;
import static io.jaegerstack.wire.thrift.ThriftType.I64;
import static io.jaegerstack.wire.thrift.ThriftType.LIST;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.wire.thrift.ZipkinAnnotations.Moment;
import org.jspecify.annotations.Nullable;

/// `Span` of zipkinCore.thrift to one flat span, or to two where client and server share it. First
/// repaired, then translated, as Jaeger's collector does both.
final class ZipkinSpanStructs {
  private static final Key NO_NAME = Key.of("");
  private static final Key UNKNOWN_SERVICE = Key.of("unknown-service-name");
  private static final Key IP = Key.of("ip");
  private static final Key SPAN_KIND = Key.of("span.kind");
  private static final Key NEGATIVE_DURATION = Key.of("errNegativeDuration");
  private static final Key ZERO_PARENT = Key.of("errZeroParentID");
  private static final Key ZERO = Key.of("0");

  /// What a span without duration gets, microseconds.
  private static final long DEFAULT_DURATION = 1;

  private static final ZipkinHost NOWHERE = new ZipkinHost(UNKNOWN_SERVICE, 0);

  private final InternTable keys;
  private final ZipkinAnnotations annotations;
  private final ZipkinBinaryAnnotations binary;
  private FlatProcess lastProcess = new FlatProcess(NO_NAME, new FlatTags(new byte[0], 0));
  private ZipkinHost lastHost = new ZipkinHost(NO_NAME, 0);

  private long traceIdLow;
  private long traceIdHigh;
  private long spanId;
  private Key name = NO_NAME;
  private boolean isDebug;
  private @Nullable Long parent;
  private @Nullable Long timestamp;
  private @Nullable Long duration;

  ZipkinSpanStructs(InternTable keys) {
    this.keys = keys;
    this.annotations = new ZipkinAnnotations(keys);
    this.binary = new ZipkinBinaryAnnotations(keys);
  }

  /// Lets go of the input.
  void end() {
    annotations.clear();
    binary.end();
    lastHost = new ZipkinHost(NO_NAME, 0);
    lastProcess = new FlatProcess(NO_NAME, new FlatTags(new byte[0], 0));
  }

  /// Adds the span at the position to `batch`.
  void addTo(SpanBatch batch, ThriftReader in) {
    clear(in);
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      if (!isRead(in, field)) {
        in.skip(field);
      }
    }
    if ((traceIdHigh | traceIdLow) == 0 || spanId == 0) {
      batch.leaveOut();
      return;
    }
    repair();
    translate(batch, in.bytes);
  }

  private void clear(ThriftReader in) {
    annotations.clear();
    binary.clear(in.bytes);
    traceIdLow = 0;
    traceIdHigh = 0;
    spanId = 0;
    name = NO_NAME;
    isDebug = false;
    parent = null;
    timestamp = null;
    duration = null;
  }

  private boolean isRead(ThriftReader in, int field) {
    switch (field) {
      case 1 << BITS | I64 -> traceIdLow = in.i64();
      case 3 << BITS | STRING -> {
        int length = in.length();
        name = keys.intern(in.bytes, in.position, length);
        in.position += length;
      }
      case 4 << BITS | I64 -> spanId = in.i64();
      case 5 << BITS | I64 -> parent = in.i64();
      case 6 << BITS | LIST -> annotations.read(in);
      case 8 << BITS | LIST -> binary.read(in);
      case 9 << BITS | BOOL -> isDebug = in.bool();
      case 10 << BITS | I64 -> timestamp = in.i64();
      case 11 << BITS | I64 -> duration = in.i64();
      case 12 << BITS | I64 -> traceIdHigh = in.i64();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void repair() {
    FlatTags tags = binary.spanTags();
    if (timestamp == null) {
      repairTimestamp();
    }
    if (duration == null) {
      repairDuration();
    } else if (duration < 0) {
      tags.addString(NEGATIVE_DURATION, Key.of(Long.toString(duration)));
      duration = DEFAULT_DURATION;
    }
    if (parent != null && parent == 0) {
      tags.addString(ZERO_PARENT, ZERO);
      parent = null;
    }
    FlatTags messages = binary.errorMessages();
    for (int i = 0; i < messages.size(); i++) {
      tags.addString(messages.key(i), messages.offset(i), messages.length(i));
    }
    if (annotations.kind != null) {
      tags.addString(SPAN_KIND, annotations.kind);
    }
  }

  private void repairTimestamp() {
    if (annotations.clientSent.isThere) {
      timestamp = annotations.clientSent.first;
    } else if (annotations.serverReceived.isThere && parent == null) {
      timestamp = annotations.serverReceived.last;
    }
  }

  private void repairDuration() {
    duration = DEFAULT_DURATION;
    if (annotations.count < 2) {
      return;
    }
    Moment sent = annotations.clientSent;
    Moment received = annotations.clientReceived;
    long first = sent.isThere ? sent.last : annotations.firstMicros;
    long last = received.isThere ? received.last : annotations.lastMicros;
    if (first < last) {
      duration = last - first;
      timestamp = timestamp == null ? Long.valueOf(first) : timestamp;
    }
  }

  private void translate(SpanBatch batch, byte[] bytes) {
    FlatProcess process = process();
    FlatSpan span = bare(process);
    span.tags = binary.spanTags().trimmedCopy();
    span.logs = annotations.logs();
    times(span);
    batch.add(span);
    if (annotations.clientSent.isThere && annotations.serverReceived.isThere) {
      batch.add(otherSide(span, bytes));
    }
  }

  private FlatSpan bare(FlatProcess process) {
    var span = new FlatSpan(process);
    span.traceIdLow = traceIdLow;
    span.traceIdHigh = traceIdHigh;
    span.spanId = spanId;
    span.operation = name;
    span.flags = isDebug ? FlatSpan.DEBUG : 0;
    if (parent != null) {
      span.addReference(Reference.childOf(span.traceId(), new SpanId(parent)));
    }
    return span;
  }

  private void times(FlatSpan span) {
    long start = timestamp == null ? 0 : timestamp;
    long length = duration == null ? 0 : duration;
    if (start == 0) {
      boolean isClient = annotations.clientSent.isThere;
      Moment begin = isClient ? annotations.clientSent : annotations.serverReceived;
      Moment end = isClient ? annotations.clientReceived : annotations.serverSent;
      start = begin.isThere ? begin.first : 0;
      if (begin.isThere && end.isThere && length == 0) {
        length = end.first - begin.first;
      }
    }
    span.startNanos = Micros.toNanos(start);
    span.durationNanos = Micros.toNanos(length);
  }

  /// Server and client of one call with one span id: the span that the first one is not.
  private FlatSpan otherSide(FlatSpan first, byte[] bytes) {
    boolean isServer = isClient(first.tags);
    Moment begin = isServer ? annotations.serverReceived : annotations.clientSent;
    Moment end = isServer ? annotations.serverSent : annotations.clientReceived;
    FlatSpan other = bare(first.process);
    other.tags = new FlatTags(bytes, 1);
    other.addTag(SPAN_KIND, isServer ? ZipkinAnnotations.SERVER : ZipkinAnnotations.CLIENT);
    other.startNanos = Micros.toNanos(begin.first);
    other.durationNanos = end.isThere ? Micros.toNanos(end.first - begin.first) : 0;
    return other;
  }

  private static boolean isClient(FlatTags tags) {
    int kind = tags.indexOf(SPAN_KIND);
    return kind >= 0 && "client".equals(tags.text(kind));
  }

  /// The process, the same object as for the span before where nothing differs.
  private FlatProcess process() {
    ZipkinHost host = host();
    FlatTags own = binary.processTags();
    if (own.size() == 0 && lastProcess.tags().size() <= 1 && host.equals(lastHost)) {
      return lastProcess;
    }
    FlatTags tags = own.trimmedCopy();
    if (host.ipv4() != 0) {
      tags.addInt64(IP, host.ipv4());
    }
    lastProcess = new FlatProcess(host.service(), tags);
    lastHost = own.size() == 0 ? host : new ZipkinHost(NO_NAME, 0);
    return lastProcess;
  }

  private ZipkinHost host() {
    if (annotations.coreHost != null) {
      return annotations.coreHost;
    }
    if (binary.localHost != null) {
      return binary.localHost;
    }
    if (annotations.anyHost != null) {
      return annotations.anyHost;
    }
    return binary.anyHost != null ? binary.anyHost : NOWHERE;
  }
}
