package io.jaegerstack.collector.receiver.http;

import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.receiver.Intake;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftProtocol;

/// `POST /api/traces`: a jaeger.thrift `Batch` from a client that has no agent (`JAEGER_ENDPOINT`).
public final class ThriftRoutes {
  private static final String EXPECTED_TYPES =
      "application/x-thrift, application/vnd.apache.thrift.binary or"
          + " application/vnd.apache.thrift.compact";

  private final Intake intake;
  private final ReceiverCounts counts;
  private final ThreadLocal<ThriftBatchReader> readers;

  public ThriftRoutes(Intake intake, ReceiverCounts counts, InternTable keys) {
    this.intake = intake;
    this.counts = counts;
    this.readers = ThreadLocal.withInitial(() -> new ThriftBatchReader(keys));
  }

  /// Adds the route.
  public void addTo(Routes.Builder routes) {
    intake.addRoute(routes, "POST", "/api/traces", this::post);
  }

  private HttpAnswer post(HttpCall call) throws InterruptedException {
    ThriftProtocol protocol = protocol(call.contentType());
    try {
      var batch = readers.get().readBatch(call.body(), protocol).spans();
      if (Pipeline.hasNoIds(batch)) {
        intake.pipeline().refusedWithoutIds(batch, Origin.JAEGER_HTTP);
        throw HttpFailure.badRequest(counts.withoutIds(Origin.JAEGER_HTTP, batch.leftOut()));
      }
      return switch (intake.take(batch, Origin.JAEGER_HTTP)) {
        case Admission.Accepted accepted -> HttpAnswer.empty(202);
        case Admission.Refused refused -> HttpRefusals.plain(refused);
      };
    } catch (WireFormatException malformed) {
      counts.malformed(Origin.JAEGER_HTTP, malformed);
      throw HttpFailure.badRequest("body is not a jaeger.thrift Batch: " + malformed.getMessage());
    }
  }

  private static ThriftProtocol protocol(String contentType) {
    return switch (contentType) {
      case "application/x-thrift", "application/vnd.apache.thrift.binary" -> ThriftProtocol.BINARY;
      case "application/vnd.apache.thrift.compact" -> ThriftProtocol.COMPACT;
      default ->
          throw new HttpFailure(
              415, "Content-Type is \"%s\", expected %s".formatted(contentType, EXPECTED_TYPES));
    };
  }
}
