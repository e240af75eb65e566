package io.jaegerstack.collector.receiver.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.wire.proto.RetryTrailers;

/// The pipeline's refusals as gRPC statuses that clients act on: Jaeger's agents by the code,
/// others by what [RetryTrailers] says.
final class Refusals {
  static StatusRuntimeException of(Admission.Refused refused) {
    Status status =
        switch (refused.cause()) {
          case QUEUE_FULL -> Status.RESOURCE_EXHAUSTED;
          case SHUTTING_DOWN, NOT_STORED -> Status.UNAVAILABLE;
        };
    String message = refused.cause().message();
    return status
        .withDescription(message)
        .asRuntimeException(RetryTrailers.of(status.getCode(), message, refused.retryAfter()));
  }

  /// A request that is not what it should be; sending it again will not help.
  static StatusRuntimeException malformed(String reason) {
    return Status.INVALID_ARGUMENT.withDescription(reason).asRuntimeException();
  }

  private Refusals() {}
}
