package io.jaegerstack.collector.receiver.zipkin;

import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.receiver.Intake;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.collector.receiver.http.HttpRefusals;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.server.http.TenantGuard;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import io.jaegerstack.wire.zipkin.ZipkinJsonV1Reader;
import io.jaegerstack.wire.zipkin.ZipkinJsonV2Reader;
import io.jaegerstack.wire.zipkin.ZipkinProtoReader;

/// `POST /api/v1/spans` and `POST /api/v2/spans`: spans of Zipkin's first and second model.
public final class ZipkinRoutes {
  private static final String FIRST = "/api/v1/spans";
  private static final String SECOND = "/api/v2/spans";

  private static final String JSON = "application/json";
  private static final String THRIFT = "application/x-thrift";
  private static final String PROTOBUF = "application/x-protobuf";

  /// Reads a body, or throws [WireFormatException].
  @FunctionalInterface
  private interface Format {
    SpanBatch read(byte[] body);
  }

  private final Intake intake;
  private final ReceiverCounts counts;
  private final Format thrift;
  private final Format jsonV1;
  private final Format jsonV2;
  private final Format protobuf;

  public ZipkinRoutes(Intake intake, ReceiverCounts counts, InternTable keys) {
    this.intake = intake;
    this.counts = counts;
    var thriftReaders = ThreadLocal.withInitial(() -> new ZipkinSpanReader(keys));
    var firstReaders = ThreadLocal.withInitial(() -> new ZipkinJsonV1Reader(keys));
    var secondReaders = ThreadLocal.withInitial(() -> new ZipkinJsonV2Reader(keys));
    var protobufReaders = ThreadLocal.withInitial(() -> new ZipkinProtoReader(keys));
    this.thrift = body -> thriftReaders.get().readList(body).spans();
    this.jsonV1 = body -> firstReaders.get().read(body);
    this.jsonV2 = body -> secondReaders.get().read(body);
    this.protobuf = body -> protobufReaders.get().read(body);
  }

  /// Adds the routes.
  ///
  /// @param tenants stands behind `origins`: a page may read why it was refused
  public void addTo(Routes.Builder routes, CrossOrigin origins, TenantGuard tenants) {
    origins.addTo(routes, FIRST, intake, tenants.of(call -> post(call, first(call))));
    origins.addTo(routes, SECOND, intake, tenants.of(call -> post(call, second(call))));
  }

  private Format first(HttpCall call) {
    return switch (call.contentType()) {
      case JSON -> jsonV1;
      case THRIFT -> thrift;
      default -> throw unsupported(call, THRIFT);
    };
  }

  private Format second(HttpCall call) {
    return switch (call.contentType()) {
      case JSON -> jsonV2;
      case PROTOBUF -> protobuf;
      default -> throw unsupported(call, PROTOBUF);
    };
  }

  private static HttpFailure unsupported(HttpCall call, String other) {
    return new HttpFailure(
        415,
        "Content-Type is \"%s\", expected %s or %s".formatted(call.contentType(), JSON, other));
  }

  private HttpAnswer post(HttpCall call, Format format) throws InterruptedException {
    if (call.body().length == 0) {
      // Reporters that have nothing to say ask in this way whether they would be heard.
      return HttpAnswer.empty(202);
    }
    try {
      return offered(format.read(call.body()));
    } catch (WireFormatException malformed) {
      counts.malformed(Origin.ZIPKIN_HTTP, malformed);
      throw HttpFailure.badRequest("body is not a list of spans: " + malformed.getMessage());
    }
  }

  private HttpAnswer offered(SpanBatch batch) throws InterruptedException {
    if (Pipeline.hasNoIds(batch)) {
      intake.pipeline().refusedWithoutIds(batch, Origin.ZIPKIN_HTTP);
      throw HttpFailure.badRequest(counts.withoutIds(Origin.ZIPKIN_HTTP, batch.leftOut()));
    }
    return switch (intake.take(batch, Origin.ZIPKIN_HTTP)) {
      case Admission.Accepted accepted -> HttpAnswer.empty(202);
      case Admission.Refused refused -> HttpRefusals.plain(refused);
    };
  }
}
