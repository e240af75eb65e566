package io.jaegerstack.wire.zipkin;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.json.JsonReader;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Slice;
import io.jaegerstack.wire.zipkin.SecondModel.Kind;

/// Zipkin's second model in JSON, an array of spans as it is posted to `/api/v2/spans`, to flat
/// spans.
///
/// Holds scratch: an instance belongs to one thread. Anything else than such an array is a
/// [io.jaegerstack.wire.WireFormatException].
public final class ZipkinJsonV2Reader {
  private final ZipkinSpanReader reader;
  private final ZipkinSpanWriter out = new ZipkinSpanWriter();
  private final SecondModel model = new SecondModel(out);
  private boolean hasTraceId;
  private boolean hasId;

  /// A reader that takes keys, service and operation names from `keys`.
  public ZipkinJsonV2Reader(InternTable keys) {
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
    model.beginSpan();
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (!in.nextNull()) {
        member(name, in, fields);
      }
    }
    if (!hasTraceId || !hasId) {
      throw in.malformed("span has no " + (hasTraceId ? "id" : "traceId"));
    }
    model.endSpan();
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
      case "kind" -> model.kind = kind(in.string(), fields);
      case "name" -> out.name(JsonFields.slice(in.string()));
      case "timestamp" -> model.timestamp = fields.wholeNumber(name);
      case "duration" -> model.duration = fields.wholeNumber(name);
      case "localEndpoint" -> model.local = fields.endpoint();
      case "remoteEndpoint" -> model.remote = fields.endpoint();
      case "annotations" -> annotations(in, fields);
      case "tags" -> tags(in);
      case "debug" -> out.debug(in.bool());
      case "binaryAnnotations" ->
          throw in.malformed(
              "span has binaryAnnotations, of Zipkin's first model (/api/v1/spans),");
      default -> in.skip();
    }
  }

  private static Kind kind(String text, JsonFields fields) {
    return switch (text) {
      case "" -> Kind.UNSPECIFIED;
      case "CLIENT" -> Kind.CLIENT;
      case "SERVER" -> Kind.SERVER;
      case "PRODUCER" -> Kind.PRODUCER;
      case "CONSUMER" -> Kind.CONSUMER;
      default -> throw fields.unexpected("kind", text, "CLIENT, SERVER, PRODUCER or CONSUMER");
    };
  }

  private void annotations(JsonReader in, JsonFields fields) {
    in.beginArray();
    while (in.nextElement()) {
      long micros = 0;
      Slice value = Slice.EMPTY;
      in.beginObject();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (in.nextNull()) {
          continue;
        }
        switch (name) {
          case "timestamp" -> micros = fields.wholeNumber(name);
          case "value" -> value = JsonFields.slice(in.string());
          default -> in.skip();
        }
      }
      model.annotation(micros, value);
    }
  }

  private void tags(JsonReader in) {
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      model.tag(JsonFields.slice(name), JsonFields.slice(in.nextNull() ? "" : in.string()));
    }
  }
}
