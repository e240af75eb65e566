package io.jaegerstack.server.grpc;

import io.grpc.ServerServiceDefinition;
import io.jaegerstack.server.Health;

/// `grpc.health.v1.Health/Check`, which Kubernetes' gRPC probes and clients' health checks call:
/// serving exactly while the process is ready. It answers for the server as a whole, so every
/// service name gets that answer.
public final class HealthService {
  private static final String NAME = "grpc.health.v1.Health";

  /// Field 1 of `HealthCheckResponse`, a varint: `status`.
  private static final byte STATUS = 1 << 3;

  private static final byte SERVING = 1;
  private static final byte NOT_SERVING = 2;

  /// The service, answering from `health`.
  public static ServerServiceDefinition of(Health health) {
    return RawBytes.service(
        NAME,
        "Check",
        (request, answer) -> {
          answer.onNext(new byte[] {STATUS, health.isReady() ? SERVING : NOT_SERVING});
          answer.onCompleted();
        });
  }

  private HealthService() {}
}
