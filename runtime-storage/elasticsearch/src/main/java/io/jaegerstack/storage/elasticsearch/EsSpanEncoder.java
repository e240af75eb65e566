package io.jaegerstack.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.FloatText;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.TagType;
import java.util.IdentityHashMap;
import java.util.Map;

/// Jaeger's document for a span, in the order of Jaeger's own, straight from the span's slices.
///
/// One per write, so that the processes of a batch are written once. One thread.
final class EsSpanEncoder {
  private static final byte[] TRACE = bytes("{\"traceID\":\"");
  private static final byte[] SPAN = bytes("\",\"spanID\":\"");
  private static final byte[] PARENT = bytes("\",\"parentSpanID\":\"");
  private static final byte[] FLAGS = bytes("\",\"flags\":");
  private static final byte[] OPERATION = bytes(",\"operationName\":\"");
  private static final byte[] REFERENCES = bytes("\",\"references\":[");
  private static final byte[] CHILD_OF = bytes("{\"refType\":\"CHILD_OF\",\"traceID\":\"");
  private static final byte[] FOLLOWS_FROM = bytes("{\"refType\":\"FOLLOWS_FROM\",\"traceID\":\"");
  private static final byte[] START = bytes("],\"startTime\":");
  private static final byte[] START_MILLIS = bytes(",\"startTimeMillis\":");
  private static final byte[] DURATION = bytes(",\"duration\":");
  private static final byte[] TAGS = bytes(",\"tags\":[");
  private static final byte[] LOGS = bytes(",\"logs\":[");
  private static final byte[] TIMESTAMP = bytes("{\"timestamp\":");
  private static final byte[] FIELDS = bytes(",\"fields\":[");
  private static final byte[] PROCESS = bytes("],\"process\":");
  private static final byte[] SERVICE = bytes("{\"serviceName\":\"");
  private static final byte[] END_OF_TAG = bytes("\"}");

  /// What Elasticsearch's `integer` holds; Jaeger uses four bits of it.
  private static final int MOST_FLAGS = Integer.MAX_VALUE;

  private static final long NANOS_PER_MICRO = 1_000;
  private static final long MICROS_PER_MILLI = 1_000;

  private final KeyFragments fragments;
  private final TagFields fields;
  private final Map<FlatProcess, byte[]> processes = new IdentityHashMap<>();

  EsSpanEncoder(KeyFragments fragments, TagFields fields) {
    this.fragments = fragments;
    this.fields = fields;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  /// Appends the document, without a line end.
  void encode(FlatSpan span, JsonBytes out) {
    out.raw(TRACE);
    traceId(span.traceIdHigh, span.traceIdLow, out);
    out.raw(SPAN).hex(span.spanId);
    parent(span, out);
    out.raw(FLAGS).number(span.flags & MOST_FLAGS);
    out.raw(OPERATION).text(span.operation.bytes(), 0, span.operation.length());
    out.raw(REFERENCES);
    references(span.references, out);
    long micros = Math.floorDiv(span.startNanos, NANOS_PER_MICRO);
    out.raw(START).number(micros);
    out.raw(START_MILLIS).number(Math.floorDiv(micros, MICROS_PER_MILLI));
    out.raw(DURATION).number(Math.floorDiv(span.durationNanos, NANOS_PER_MICRO));
    tagsAndFields(span.tags, out);
    out.raw(LOGS);
    logs(span.logs, out);
    out.raw(PROCESS).raw(processes.computeIfAbsent(span.process, this::process)).ascii('}');
  }

  private static void traceId(long high, long low, JsonBytes out) {
    if (high != 0) {
      out.hex(high);
    }
    out.hex(low);
  }

  private static void parent(FlatSpan span, JsonBytes out) {
    Reference parent = null;
    for (Reference reference : span.references) {
      boolean here =
          reference.traceId().low() == span.traceIdLow
              && reference.traceId().high() == span.traceIdHigh;
      if (here && reference.type() == Reference.Type.CHILD_OF) {
        parent = reference;
        break;
      }
      if (here && parent == null) {
        parent = reference;
      }
    }
    if (parent != null) {
      out.raw(PARENT).hex(parent.spanId().value());
    }
  }

  private static void references(Reference[] references, JsonBytes out) {
    for (int i = 0; i < references.length; i++) {
      Reference reference = references[i];
      comma(i, out);
      out.raw(reference.type() == Reference.Type.CHILD_OF ? CHILD_OF : FOLLOWS_FROM);
      traceId(reference.traceId().high(), reference.traceId().low(), out);
      out.raw(SPAN).hex(reference.spanId().value()).raw(END_OF_TAG);
    }
  }

  private void logs(FlatLog[] logs, JsonBytes out) {
    for (int i = 0; i < logs.length; i++) {
      comma(i, out);
      out.raw(TIMESTAMP).number(Math.floorDiv(logs[i].timeNanos(), NANOS_PER_MICRO)).raw(FIELDS);
      nested(logs[i].fields(), out, false);
      out.ascii("]}");
    }
  }

  private byte[] process(FlatProcess process) {
    var out = new JsonBytes(512);
    out.raw(SERVICE).text(process.serviceName().bytes(), 0, process.serviceName().length());
    out.ascii('"');
    tagsAndFields(process.tags(), out);
    return out.ascii('}').toArray();
  }

  private void tagsAndFields(FlatTags tags, JsonBytes out) {
    out.raw(TAGS);
    nested(tags, out, !fields.isOff());
    out.ascii(']');
    if (!fields.isOff()) {
      TagFieldsEncoder.append(tags, fields, out);
    }
  }

  private void nested(FlatTags tags, JsonBytes out, boolean leaveFields) {
    int written = 0;
    for (int i = 0; i < tags.size(); i++) {
      if (leaveFields && fields.takes(tags, i)) {
        continue;
      }
      comma(written++, out);
      TagType type = tags.type(i);
      out.raw(fragments.of(tags.key(i), type));
      switch (type) {
        case STRING -> out.text(tags.source(i), tags.offset(i), tags.length(i));
        case BOOL -> out.ascii(tags.bool(i) ? "true" : "false");
        case INT64 -> out.number(tags.number(i));
        case FLOAT64 -> out.ascii(FloatText.of(tags.float64(i)));
        case BINARY -> out.hex(tags.source(i), tags.offset(i), tags.length(i));
      }
      out.raw(END_OF_TAG);
    }
  }

  private static void comma(int index, JsonBytes out) {
    if (index > 0) {
      out.ascii(',');
    }
  }
}
