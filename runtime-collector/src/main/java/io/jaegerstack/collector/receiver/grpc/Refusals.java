package io.jaegerstack.collector.receiver.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.receiver.RpcStatus;

/// The pipeline's refusals as gRPC statuses that clients act on: Jaeger's agents by the code,
/// gRPC's own retry by the pushback, OpenTelemetry's exporters by `RetryInfo` in the details.
final class Refusals {
  static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
  static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  static StatusRuntimeException of(Admission.Refused refused) {
    Status status =
        switch (refused.cause()) {
          case QUEUE_FULL -> Status.RESOURCE_EXHAUSTED;
          case SHUTTING_DOWN -> Status.UNAVAILABLE;
        };
    String message = refused.cause().message();
    var trailers = new Metadata();
    trailers.put(PUSHBACK, Long.toString(refused.retryAfter().toMillis()));
    trailers.put(
        DETAILS, RpcStatus.toBytes(status.getCode().value(), message, refused.retryAfter()));
    return status.withDescription(message).asRuntimeException(trailers);
  }

  /// A request that is not what it should be; sending it again will not help.
  static StatusRuntimeException malformed(String reason) {
    return Status.INVALID_ARGUMENT.withDescription(reason).asRuntimeException();
  }

  private Refusals() {}
}
