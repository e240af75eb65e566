package io.jaegerstack.query.http;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.query.service.QueryService;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.proto.OtlpJsonReader;
import java.util.function.UnaryOperator;

/// `POST /api/transform`: spans in OTLP's JSON in, the same as the UI reads traces out; how
/// Jaeger's UI opens a file. Nothing is stored or adjusted.
final class OtlpTransform {
  /// Heap per byte of the body while it is read: the same in protobuf, then as flat spans, which
  /// have 400 bytes each beside what they say. Spans without ids, which would be smaller than that,
  /// are left out.
  private static final long READING = 8;

  private final QueryService service;

  OtlpTransform(QueryService service) {
    this.service = service;
  }

  HttpAnswer answer(HttpCall call) {
    byte[] body = call.body();
    return TraceAnswer.of(
        service.traces(
            READING * body.length,
            "the request of %d bytes".formatted(body.length),
            () -> read(body)),
        UnaryOperator.identity());
  }

  private static SpanBatch read(byte[] body) {
    try {
      return new OtlpJsonReader(new InternTable()).read(body);
    } catch (WireFormatException malformed) {
      throw HttpFailure.badRequest("cannot unmarshal OTLP: " + malformed.getMessage());
    }
  }
}
