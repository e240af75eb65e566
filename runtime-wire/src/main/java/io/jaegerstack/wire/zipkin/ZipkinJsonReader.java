package io.jaegerstack.wire.zipkin;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.json.JsonReader;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter;

/// What both of Zipkin's models are in JSON: an array of spans, each with a trace id and an id.
///
/// Holds scratch: an instance belongs to one thread. Anything else than such an array is a
/// [io.jaegerstack.wire.WireFormatException].
abstract sealed class ZipkinJsonReader permits ZipkinJsonV1Reader, ZipkinJsonV2Reader {
  /// Where the spans are written, in Zipkin's thrift.
  final ZipkinSpanWriter out = new ZipkinSpanWriter();

  private final ZipkinSpanReader reader;
  private boolean hasTraceId;
  private boolean hasId;

  /// A reader that takes keys, service and operation names from `keys`.
  ZipkinJsonReader(InternTable keys) {
    this.reader = new ZipkinSpanReader(keys);
  }

  abstract void beginSpan();

  /// Takes a member of a span that is not null, or skips it.
  abstract void member(String name, JsonReader in, JsonFields fields);

  abstract void endSpan();

  /// The spans of `array`.
  public final SpanBatch read(byte[] array) {
    var in = new JsonReader(array);
    var fields = new JsonFields(in);
    out.begin();
    in.beginArray();
    while (in.nextElement()) {
      span(in, fields);
    }
    in.end();
    return reader.readList(out.end()).spans();
  }

  private void span(JsonReader in, JsonFields fields) {
    hasTraceId = false;
    hasId = false;
    beginSpan();
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (!in.nextNull()) {
        anyMember(name, in, fields);
      }
    }
    if (!hasTraceId || !hasId) {
      throw in.malformed("span has no " + (hasTraceId ? "id" : "traceId"));
    }
    endSpan();
  }

  private void anyMember(String name, JsonReader in, JsonFields fields) {
    switch (name) {
      case "traceId" -> {
        fields.traceId(out);
        hasTraceId = true;
      }
      case "id" -> {
        fields.spanId(out);
        hasId = true;
      }
      case "parentId" -> fields.parent(out);
      case "name" -> out.name(JsonFields.slice(in.string()));
      case "debug" -> out.debug(in.bool());
      default -> member(name, in, fields);
    }
  }
}
