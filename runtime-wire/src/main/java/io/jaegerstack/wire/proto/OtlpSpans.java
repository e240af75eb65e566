package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;

/// `Span` of OTLP to a flat span. What Jaeger's model has no field for becomes tags, in this order:
/// scope, attributes, kind, status, trace state.
final class OtlpSpans {
  private static final Key SPAN_KIND = Key.of("span.kind");
  private static final Key[] KINDS = {
    Key.of("internal"), Key.of("server"), Key.of("client"), Key.of("producer"), Key.of("consumer")
  };
  private static final Key STATUS_CODE = Key.of("otel.status_code");
  private static final Key STATUS_DESCRIPTION = Key.of("otel.status_description");
  private static final Key ERROR = Key.of("error");
  private static final Key STATUS_OK_TEXT = Key.of("OK");
  private static final Key STATUS_ERROR_TEXT = Key.of("ERROR");
  private static final Key TRACE_STATE = Key.of("w3c.tracestate");

  private static final int STATUS_OK = 1;
  private static final int STATUS_ERROR = 2;

  private final InternTable keys;
  private final Attributes attributes;
  private final OtlpLinks links;
  private final OtlpEvents events;
  private final IdFields ids = new IdFields();
  private final Growing lists = new Growing();

  private long parentSpanId;
  private long endNanos;
  private int kind;
  private int statusCode;
  private int messageOffset;
  private int messageLength;
  private int traceStateOffset;
  private int traceStateLength;

  OtlpSpans(InternTable keys, Attributes attributes) {
    this.keys = keys;
    this.attributes = attributes;
    this.links = new OtlpLinks(attributes);
    this.events = new OtlpEvents(attributes);
  }

  /// The span between the position and `end`.
  FlatSpan read(ProtoReader in, int end, OtlpScope scope, FlatProcess process) {
    var span = new FlatSpan(process);
    clear();
    FlatTags tags = lists.begin(in.bytes);
    scope.addTo(tags);
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (!scalar(in, tag, end, span) && !message(in, tag, end, tags)) {
        in.skip(tag, end);
      }
    }
    addTags(tags);
    lists.moveTo(span);
    links.moveTo(span, parentSpanId);
    span.durationNanos = difference(endNanos, span.startNanos);
    return span;
  }

  private void clear() {
    links.begin();
    parentSpanId = 0;
    endNanos = 0;
    kind = 0;
    statusCode = 0;
    messageLength = 0;
    traceStateLength = 0;
  }

  private boolean scalar(ProtoReader in, int tag, int end, FlatSpan span) {
    switch (tag) {
      case OtlpFields.TRACE_ID -> {
        ids.readTraceIdOrNone(in, end);
        span.traceIdHigh = ids.traceIdHigh;
        span.traceIdLow = ids.traceIdLow;
      }
      case OtlpFields.SPAN_ID -> span.spanId = IdFields.spanIdOrNone(in, end);
      case OtlpFields.PARENT_SPAN_ID -> parentSpanId = IdFields.spanIdOrNone(in, end);
      case OtlpFields.NAME -> span.operation = in.key(keys, end);
      case OtlpFields.KIND -> kind = in.int32(end);
      case OtlpFields.START_NANOS -> span.startNanos = in.fixed64(end);
      case OtlpFields.END_NANOS -> endNanos = in.fixed64(end);
      case OtlpFields.TRACE_STATE -> {
        traceStateLength = in.length(end);
        traceStateOffset = in.position;
        in.position += traceStateLength;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean message(ProtoReader in, int tag, int end, FlatTags tags) {
    switch (tag) {
      case OtlpFields.SPAN_ATTRIBUTES -> attributes.read(in, in.nested(end), tags);
      case OtlpFields.EVENTS -> lists.add(events.read(in, in.nested(end)));
      case OtlpFields.LINKS -> links.read(in, in.nested(end));
      case OtlpFields.STATUS -> status(in, in.nested(end));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void status(ProtoReader in, int end) {
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case OtlpFields.STATUS_CODE -> statusCode = in.int32(end);
        case OtlpFields.STATUS_MESSAGE -> {
          messageLength = in.length(end);
          messageOffset = in.position;
          in.position += messageLength;
        }
        default -> in.skip(tag, end);
      }
    }
  }

  private void addTags(FlatTags tags) {
    if (kind > 0 && kind <= KINDS.length) {
      tags.addString(SPAN_KIND, KINDS[kind - 1]);
    }
    if (statusCode == STATUS_OK) {
      tags.addString(STATUS_CODE, STATUS_OK_TEXT);
    } else if (statusCode == STATUS_ERROR) {
      tags.addString(STATUS_CODE, STATUS_ERROR_TEXT);
      tags.addBool(ERROR, true);
    }
    if (messageLength > 0) {
      tags.addString(STATUS_DESCRIPTION, messageOffset, messageLength);
    }
    if (traceStateLength > 0) {
      tags.addString(TRACE_STATE, traceStateOffset, traceStateLength);
    }
  }

  /// `end - start`, or the nearest long.
  private static long difference(long end, long start) {
    long difference = end - start;
    boolean overflows = ((end ^ start) & (end ^ difference)) < 0;
    if (overflows) {
      return end < start ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return difference;
  }

  /// Lets go of the input.
  void end() {
    lists.end();
    links.end();
    events.end();
  }
}
