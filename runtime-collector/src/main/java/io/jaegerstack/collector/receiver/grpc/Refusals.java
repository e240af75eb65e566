package io.jaegerstack.collector.receiver.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.receiver.RpcStatus;
import java.time.Duration;

/// The pipeline's refusals as gRPC statuses that clients act on: Jaeger's agents by the code,
/// gRPC's own retry by the pushback, OpenTelemetry's exporters by `RetryInfo` in the details.
final class Refusals {
  static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
  static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final Duration SOON = Duration.ofSeconds(1);

  static StatusRuntimeException of(Admission.Refused refused) {
    Status status =
        switch (refused.cause()) {
          case QUEUE_FULL -> Status.RESOURCE_EXHAUSTED;
          case SHUTTING_DOWN -> Status.UNAVAILABLE;
        };
    String message = refused.cause().message();
    return status
        .withDescription(message)
        .asRuntimeException(trailers(status, message, refused.retryAfter()));
  }

  /// Trailers of RESOURCE_EXHAUSTED for a request that was refused before it was whole.
  static Metadata comeBack(String message) {
    return trailers(Status.RESOURCE_EXHAUSTED, message, SOON);
  }

  private static Metadata trailers(Status status, String message, Duration retryAfter) {
    var trailers = new Metadata();
    trailers.put(PUSHBACK, Long.toString(retryAfter.toMillis()));
    trailers.put(DETAILS, RpcStatus.toBytes(status.getCode().value(), message, retryAfter));
    return trailers;
  }

  /// A request that is not what it should be; sending it again will not help.
  static StatusRuntimeException malformed(String reason) {
    return Status.INVALID_ARGUMENT.withDescription(reason).asRuntimeException();
  }

  private Refusals() {}
}
