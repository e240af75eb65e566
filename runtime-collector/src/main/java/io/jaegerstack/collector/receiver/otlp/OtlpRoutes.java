package io.jaegerstack.collector.receiver.otlp;

import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.collector.receiver.Intake;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.collector.receiver.http.HttpRefusals;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.proto.OtlpEncoding;

/// `POST /v1/traces`: OTLP over HTTP, as protobuf or JSON. Every answer is in the encoding of its
/// request, as OTLP demands.
public final class OtlpRoutes {
  private final Intake intake;
  private final ReceiverCounts counts;
  private final InternTable keys;

  public OtlpRoutes(Intake intake, ReceiverCounts counts, InternTable keys) {
    this.intake = intake;
    this.counts = counts;
    this.keys = keys;
  }

  /// Adds the route.
  public void addTo(Routes.Builder routes) {
    OtlpEncoding protobuf = OtlpEncoding.protobuf(keys);
    OtlpEncoding json = OtlpEncoding.json(keys);
    intake.addRoute(
        routes, "POST", "/v1/traces", call -> post(call, encoding(call, protobuf, json)));
  }

  private static OtlpEncoding encoding(HttpCall call, OtlpEncoding protobuf, OtlpEncoding json) {
    return switch (call.contentType()) {
      case OtlpEncoding.PROTOBUF_TYPE -> protobuf;
      case OtlpEncoding.JSON_TYPE -> json;
      default ->
          throw new HttpFailure(
              415,
              "Content-Type is \"%s\", expected %s or %s"
                  .formatted(
                      call.contentType(), OtlpEncoding.PROTOBUF_TYPE, OtlpEncoding.JSON_TYPE));
    };
  }

  private HttpAnswer post(HttpCall call, OtlpEncoding encoding) throws InterruptedException {
    SpanBatch batch;
    try {
      batch = encoding.read(call.body());
    } catch (WireFormatException malformed) {
      counts.malformed(Origin.OTLP_HTTP, malformed);
      return answer(
          400,
          encoding,
          encoding.failure(OtlpEncoding.INVALID_ARGUMENT, String.valueOf(malformed.getMessage())));
    }
    return switch (intake.take(batch, Origin.OTLP_HTTP)) {
      case Admission.Accepted accepted ->
          answer(200, encoding, encoding.success(accepted.leftOut()));
      case Admission.Refused refused ->
          HttpRefusals.withRetryAfter(
              refused,
              answer(
                  HttpRefusals.status(refused),
                  encoding,
                  encoding.failure(code(refused), refused.cause().message())));
    };
  }

  private static HttpAnswer answer(int status, OtlpEncoding encoding, byte[] body) {
    return HttpAnswer.bytes(status, encoding.contentType(), body);
  }

  private static int code(Admission.Refused refused) {
    return switch (refused.cause()) {
      case QUEUE_FULL -> OtlpEncoding.RESOURCE_EXHAUSTED;
      case SHUTTING_DOWN, NOT_STORED -> OtlpEncoding.UNAVAILABLE;
    };
  }
}
