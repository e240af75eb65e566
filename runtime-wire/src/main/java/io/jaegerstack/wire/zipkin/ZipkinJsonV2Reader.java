package io.jaegerstack.wire.zipkin;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.wire.json.JsonReader;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Slice;
import io.jaegerstack.wire.zipkin.SecondModel.Kind;

/// Zipkin's second model in JSON, an array of spans as it is posted to `/api/v2/spans`, to flat
/// spans.
public final class ZipkinJsonV2Reader extends ZipkinJsonReader {
  private final SecondModel model = new SecondModel(out);

  /// A reader that takes keys, service and operation names from `keys`.
  public ZipkinJsonV2Reader(InternTable keys) {
    super(keys);
  }

  @Override
  void beginSpan() {
    model.beginSpan();
  }

  @Override
  void endSpan() {
    model.endSpan();
  }

  @Override
  void member(String name, JsonReader in, JsonFields fields) {
    switch (name) {
      case "kind" -> model.kind = kind(in.string(), fields);
      case "timestamp" -> model.timestamp = fields.wholeNumber(name);
      case "duration" -> model.duration = fields.wholeNumber(name);
      case "localEndpoint" -> model.local = fields.endpoint();
      case "remoteEndpoint" -> model.remote = fields.endpoint();
      case "annotations" -> annotations(in, fields);
      case "tags" -> tags(in);
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
