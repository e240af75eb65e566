package io.jaegerstack.wire.zipkin;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.json.JsonReader;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Endpoint;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Slice;

/// Zipkin's first model in JSON, an array of spans as it is posted to `/api/v1/spans`, to flat
/// spans.
///
/// Holds scratch: an instance belongs to one thread. Anything else than such an array is a
/// [io.jaegerstack.wire.WireFormatException].
public final class ZipkinJsonV1Reader {
  private final ZipkinSpanReader reader;
  private final ZipkinSpanWriter out = new ZipkinSpanWriter();
  private boolean hasTraceId;
  private boolean hasId;

  /// A reader that takes keys, service and operation names from `keys`.
  public ZipkinJsonV1Reader(InternTable keys) {
    this.reader = new ZipkinSpanReader(keys);
  }

  /// The spans of `array`.
  public SpanBatch read(byte[] array) {
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
    out.beginSpan();
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (!in.nextNull()) {
        member(name, in, fields);
      }
    }
    if (!hasTraceId || !hasId) {
      throw in.malformed("span has no " + (hasTraceId ? "id" : "traceId"));
    }
    out.endSpan();
  }

  private void member(String name, JsonReader in, JsonFields fields) {
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
      case "timestamp" -> out.timestamp(fields.wholeNumber(name));
      case "duration" -> out.duration(fields.wholeNumber(name));
      case "debug" -> out.debug(in.bool());
      case "annotations" -> annotations(in, fields);
      case "binaryAnnotations" -> binaryAnnotations(in, fields);
      case "localEndpoint", "remoteEndpoint", "tags" ->
          throw in.malformed(
              "span has %s, of Zipkin's second model (/api/v2/spans),".formatted(name));
      default -> in.skip();
    }
  }

  private void annotations(JsonReader in, JsonFields fields) {
    in.beginArray();
    while (in.nextElement()) {
      long micros = 0;
      Slice value = Slice.EMPTY;
      Endpoint host = null;
      in.beginObject();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (in.nextNull()) {
          continue;
        }
        switch (name) {
          case "timestamp" -> micros = fields.wholeNumber(name);
          case "value" -> value = JsonFields.slice(in.string());
          case "endpoint" -> host = fields.endpoint();
          default -> in.skip();
        }
      }
      out.annotation(micros, value, host);
    }
  }

  private void binaryAnnotations(JsonReader in, JsonFields fields) {
    in.beginArray();
    while (in.nextElement()) {
      Slice key = null;
      JsonValue value = JsonValue.NONE;
      String type = "";
      Endpoint host = null;
      in.beginObject();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (in.nextNull()) {
          continue;
        }
        switch (name) {
          case "key" -> key = JsonFields.slice(in.string());
          case "value" -> value = JsonValue.read(in);
          case "type" -> type = in.string();
          case "endpoint" -> host = fields.endpoint();
          default -> in.skip();
        }
      }
      if (key == null) {
        throw in.malformed("binary annotation has no key");
      }
      value.as(type, fields).addTo(out, key, host);
    }
  }
}
