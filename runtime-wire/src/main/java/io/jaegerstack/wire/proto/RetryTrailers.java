package io.jaegerstack.wire.proto;

import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;

/// When to come back, in the trailers of a gRPC call that is refused for now: gRPC's own retry
/// reads the pushback, OpenTelemetry's exporters read `RetryInfo` in the details.
public final class RetryTrailers {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final Duration SOON = Duration.ofSeconds(1);

  public static Metadata of(Status.Code code, String message, Duration retryAfter) {
    var trailers = new Metadata();
    trailers.put(PUSHBACK, Long.toString(retryAfter.toMillis()));
    trailers.put(DETAILS, RpcStatus.toBytes(code.value(), message, retryAfter));
    return trailers;
  }

  /// Of RESOURCE_EXHAUSTED for a request that was refused before it was whole.
  public static Metadata comeBack(String message) {
    return of(Status.Code.RESOURCE_EXHAUSTED, message, SOON);
  }

  private RetryTrailers() {}
}
