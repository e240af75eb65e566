package io.jaegerstack.collector.receiver.grpc;

import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.receiver.Intake;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.grpc.RawBytes;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.proto.ApiV2Reader;
import io.jaegerstack.wire.proto.ExportResponse;
import io.jaegerstack.wire.proto.OtlpReader;
import java.util.function.Function;

/// The gRPC services that take spans: api_v2's `PostSpans` from agents, OTLP's `Export` from
/// OpenTelemetry. Requests are read and offered on the event loop that they arrived on; nothing
/// here waits.
public final class SpanServices {
  /// `PostSpansResponse` has no fields.
  private static final byte[] NO_FIELDS = {};

  private final Intake intake;
  private final ReceiverCounts counts;

  public SpanServices(Intake intake, ReceiverCounts counts) {
    this.intake = intake;
    this.counts = counts;
  }

  /// `jaeger.api_v2.CollectorService`.
  public ServerServiceDefinition apiV2(InternTable keys) {
    ThreadLocal<ApiV2Reader> readers = ThreadLocal.withInitial(() -> new ApiV2Reader(keys));
    return service(
        "jaeger.api_v2.CollectorService",
        "PostSpans",
        Origin.JAEGER_GRPC,
        request -> readers.get().read(request),
        accepted -> NO_FIELDS);
  }

  /// OTLP's `TraceService`.
  public ServerServiceDefinition otlp(InternTable keys) {
    ThreadLocal<OtlpReader> readers = ThreadLocal.withInitial(() -> new OtlpReader(keys));
    return service(
        "opentelemetry.proto.collector.trace.v1.TraceService",
        "Export",
        Origin.OTLP_GRPC,
        request -> readers.get().read(request),
        accepted -> ExportResponse.protobuf(accepted.leftOut()));
  }

  private ServerServiceDefinition service(
      String service,
      String method,
      Origin origin,
      Function<byte[], SpanBatch> reader,
      Function<Admission.Accepted, byte[]> response) {
    return RawBytes.service(
        service, method, (request, answer) -> take(request, answer, origin, reader, response));
  }

  /// `PostSpansResponse` has no room for the number of spans that were left out, so a request
  /// without a good one is refused; OTLP's response says it.
  private void take(
      byte[] request,
      StreamObserver<byte[]> answer,
      Origin origin,
      Function<byte[], SpanBatch> reader,
      Function<Admission.Accepted, byte[]> response) {
    SpanBatch batch;
    try {
      batch = reader.apply(request);
    } catch (WireFormatException malformed) {
      counts.malformed(origin, malformed);
      answer.onError(Refusals.malformed(String.valueOf(malformed.getMessage())));
      return;
    }
    if (origin == Origin.JAEGER_GRPC && Pipeline.hasNoIds(batch)) {
      intake.pipeline().refusedWithoutIds(batch, origin);
      answer.onError(Refusals.malformed(counts.withoutIds(origin, batch.leftOut())));
      return;
    }
    intake.offer(batch, origin, admission -> tell(admission, answer, response));
  }

  /// A caller that has gone meanwhile is told nothing.
  private static void tell(
      Admission admission,
      StreamObserver<byte[]> answer,
      Function<Admission.Accepted, byte[]> response) {
    if (answer instanceof ServerCallStreamObserver<byte[]> call && call.isCancelled()) {
      return;
    }
    switch (admission) {
      case Admission.Accepted accepted -> {
        answer.onNext(response.apply(accepted));
        answer.onCompleted();
      }
      case Admission.Refused refused -> answer.onError(Refusals.of(refused));
    }
  }
}
