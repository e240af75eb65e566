package io.jaegerstack.wire.zipkin;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.wire.json.JsonReader;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Endpoint;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Slice;

/// Zipkin's first model in JSON, an array of spans as it is posted to `/api/v1/spans`, to flat
/// spans.
public final class ZipkinJsonV1Reader extends ZipkinJsonReader {
  /// A reader that takes keys, service and operation names from `keys`.
  public ZipkinJsonV1Reader(InternTable keys) {
    super(keys);
  }

  @Override
  void beginSpan() {
    out.beginSpan();
  }

  @Override
  void endSpan() {
    out.endSpan();
  }

  @Override
  void member(String name, JsonReader in, JsonFields fields) {
    switch (name) {
      case "timestamp" -> out.timestamp(fields.wholeNumber(name));
      case "duration" -> out.duration(fields.wholeNumber(name));
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
