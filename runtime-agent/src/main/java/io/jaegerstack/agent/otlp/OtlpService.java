package io.jaegerstack.agent.otlp;

import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.jaegerstack.agent.reporter.FrameIntake;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.grpc.RawBytes;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.proto.ExportResponse;
import io.jaegerstack.wire.proto.OtlpReader;
import io.jaegerstack.wire.proto.RetryTrailers;

/// OTLP's `TraceService` over gRPC.
final class OtlpService {
  private static final String NAME = "opentelemetry.proto.collector.trace.v1.TraceService";

  private final OtlpIntake intake;
  private final ThreadLocal<OtlpReader> readers;

  private OtlpService(OtlpIntake intake, InternTable keys) {
    this.intake = intake;
    this.readers = ThreadLocal.withInitial(() -> new OtlpReader(keys));
  }

  static ServerServiceDefinition of(OtlpIntake intake, InternTable keys) {
    return RawBytes.service(NAME, "Export", new OtlpService(intake, keys)::export);
  }

  private void export(byte[] request, StreamObserver<byte[]> answer) {
    SpanBatch batch;
    try {
      batch = readers.get().read(request);
    } catch (WireFormatException malformed) {
      intake.malformed(OtlpTransport.GRPC, malformed);
      String why = String.valueOf(malformed.getMessage());
      answer.onError(Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException());
      return;
    }
    int leftOut = batch.leftOut();
    switch (intake.offer(request, batch, OtlpTransport.GRPC)) {
      case TAKEN -> {
        answer.onNext(ExportResponse.protobuf(leftOut));
        answer.onCompleted();
      }
      case QUEUE_FULL ->
          answer.onError(refused(Status.RESOURCE_EXHAUSTED, FrameIntake.Answer.QUEUE_FULL));
      case SHUTTING_DOWN ->
          answer.onError(refused(Status.UNAVAILABLE, FrameIntake.Answer.SHUTTING_DOWN));
    }
  }

  private static StatusRuntimeException refused(Status status, FrameIntake.Answer why) {
    return status
        .withDescription(why.message())
        .asRuntimeException(
            RetryTrailers.of(status.getCode(), why.message(), OtlpIntake.RETRY_AFTER));
  }
}
