package io.jaegerstack.agent.otlp;

import io.jaegerstack.agent.reporter.FrameIntake;
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
final class OtlpRoutes {
  private final OtlpIntake intake;
  private final OtlpEncoding protobuf;
  private final OtlpEncoding json;

  private OtlpRoutes(OtlpIntake intake, InternTable keys) {
    this.intake = intake;
    this.protobuf = OtlpEncoding.protobuf(keys);
    this.json = OtlpEncoding.json(keys);
  }

  static Routes of(OtlpIntake intake, InternTable keys) {
    return Routes.builder()
        .onLoop("POST", "/v1/traces", new OtlpRoutes(intake, keys)::post)
        .build();
  }

  private HttpAnswer post(HttpCall call) {
    OtlpEncoding encoding = encoding(call.contentType());
    byte[] request;
    SpanBatch batch;
    try {
      request = encoding.protobuf(call.body());
      batch = protobuf.read(request);
    } catch (WireFormatException malformed) {
      intake.malformed(OtlpTransport.HTTP, malformed);
      String why = String.valueOf(malformed.getMessage());
      return answer(400, encoding, encoding.failure(OtlpEncoding.INVALID_ARGUMENT, why));
    }
    int leftOut = batch.leftOut();
    return switch (intake.offer(request, batch, OtlpTransport.HTTP)) {
      case TAKEN -> answer(200, encoding, encoding.success(leftOut));
      case QUEUE_FULL ->
          refused(429, encoding, OtlpEncoding.RESOURCE_EXHAUSTED, FrameIntake.Answer.QUEUE_FULL);
      case SHUTTING_DOWN ->
          refused(503, encoding, OtlpEncoding.UNAVAILABLE, FrameIntake.Answer.SHUTTING_DOWN);
    };
  }

  private OtlpEncoding encoding(String contentType) {
    return switch (contentType) {
      case OtlpEncoding.PROTOBUF_TYPE -> protobuf;
      case OtlpEncoding.JSON_TYPE -> json;
      default ->
          throw new HttpFailure(
              415,
              "Content-Type is \"%s\", expected %s or %s"
                  .formatted(contentType, OtlpEncoding.PROTOBUF_TYPE, OtlpEncoding.JSON_TYPE));
    };
  }

  private static HttpAnswer refused(
      int status, OtlpEncoding encoding, int code, FrameIntake.Answer why) {
    return answer(status, encoding, encoding.failure(code, why.message()))
        .with("Retry-After", Long.toString(OtlpIntake.RETRY_AFTER.toSeconds()));
  }

  private static HttpAnswer answer(int status, OtlpEncoding encoding, byte[] body) {
    return HttpAnswer.bytes(status, encoding.contentType(), body);
  }
}
