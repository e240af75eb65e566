package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.TraceId;

/// `Span` of Jaeger's model.proto to a flat span. Process ids and warnings, which travel only from
/// storage to reader, are passed over.
final class SpanFields {
  private static final int FOLLOWS_FROM = 1;
  private static final byte[] NOTHING = {};
  private static final FlatTags NO_FIELDS = new FlatTags(NOTHING, 0);

  private final InternTable keys;
  private final KeyValueFields keyValue;
  private final ProcessFields process;
  private final TimeFields start = new TimeFields();
  private final TimeFields duration = new TimeFields();
  private final TimeFields logTime = new TimeFields();
  private final Growing lists = new Growing();
  private final TagScratch logFields = new TagScratch();

  /// Ids of the span or reference that is being read.
  private final IdFields ids = new IdFields();

  private FlatTags tags = NO_FIELDS;
  private boolean hasProcess;

  SpanFields(InternTable keys, KeyValueFields keyValue) {
    this.keys = keys;
    this.keyValue = keyValue;
    this.process = new ProcessFields(keys, keyValue);
  }

  /// The span between the position and `end`; of `batchProcess` where it has none of its own.
  FlatSpan read(ProtoReader in, int end, FlatProcess batchProcess) {
    var span = new FlatSpan(batchProcess);
    begin(in);
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (!scalar(in, tag, end, span) && !message(in, tag, end)) {
        in.skip(tag, end);
      }
    }
    span.startNanos = start.toNanos();
    span.durationNanos = duration.toNanos();
    lists.moveTo(span);
    if (hasProcess) {
      span.process = process.toProcess();
    }
    return span;
  }

  private void begin(ProtoReader in) {
    start.clear();
    duration.clear();
    tags = lists.begin(in.bytes);
    hasProcess = false;
  }

  private boolean scalar(ProtoReader in, int tag, int end, FlatSpan span) {
    switch (tag) {
      case ApiV2Fields.TRACE_ID -> {
        ids.readTraceId(in, end);
        span.traceIdHigh = ids.traceIdHigh;
        span.traceIdLow = ids.traceIdLow;
      }
      case ApiV2Fields.SPAN_ID -> span.spanId = IdFields.spanId(in, end);
      case ApiV2Fields.OPERATION -> span.operation = in.key(keys, end);
      case ApiV2Fields.FLAGS -> span.flags = in.int32(end);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean message(ProtoReader in, int tag, int end) {
    switch (tag) {
      case ApiV2Fields.SPAN_TAGS -> keyValue.read(in, in.nested(end), tags);
      case ApiV2Fields.START_TIME -> start.read(in, in.nested(end));
      case ApiV2Fields.DURATION -> duration.read(in, in.nested(end));
      case ApiV2Fields.SPAN_REFERENCES -> reference(in, in.nested(end));
      case ApiV2Fields.SPAN_LOGS -> lists.add(log(in, in.nested(end)));
      case ApiV2Fields.SPAN_PROCESS -> process(in, in.nested(end));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void process(ProtoReader in, int end) {
    if (!hasProcess) {
      process.begin(in.bytes);
      hasProcess = true;
    }
    process.read(in, end);
  }

  /// Adds a reference, unless it is one to nothing.
  private void reference(ProtoReader in, int end) {
    int type = 0;
    long spanId = 0;
    ids.clear();
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case ApiV2Fields.TRACE_ID -> ids.readTraceId(in, end);
        case ApiV2Fields.SPAN_ID -> spanId = IdFields.spanId(in, end);
        case ApiV2Fields.REFERENCE_TYPE -> type = in.int32(end);
        default -> in.skip(tag, end);
      }
    }
    if ((ids.traceIdHigh | ids.traceIdLow | spanId) != 0) {
      var kind = type == FOLLOWS_FROM ? Reference.Type.FOLLOWS_FROM : Reference.Type.CHILD_OF;
      var traceId = new TraceId(ids.traceIdHigh, ids.traceIdLow);
      lists.add(new Reference(kind, traceId, new SpanId(spanId)));
    }
  }

  private FlatLog log(ProtoReader in, int end) {
    logTime.clear();
    FlatTags fields = logFields.begin(in.bytes);
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case ApiV2Fields.LOG_TIME -> logTime.read(in, in.nested(end));
        case ApiV2Fields.LOG_FIELDS -> keyValue.read(in, in.nested(end), fields);
        default -> in.skip(tag, end);
      }
    }
    return new FlatLog(logTime.toNanos(), fields.size() == 0 ? NO_FIELDS : fields.trimmedCopy());
  }

  /// Lets go of the input.
  void end() {
    lists.end();
    logFields.end();
    process.end();
    tags = NO_FIELDS;
  }
}
