package io.jaegerstack.server.grpc;

import io.grpc.netty.NettyServerBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What one gRPC port admits.
///
/// @param messageBytes the largest message, after unpacking
/// @param connectionAge after which a client is asked to connect anew, so that new collectors get
///   their share of agents; zero means never
/// @param connectionAgeGrace for calls in work when that happens; zero means without end
public record GrpcLimits(int messageBytes, Duration connectionAge, Duration connectionAgeGrace) {
  void applyTo(NettyServerBuilder builder) {
    if (connectionAge.isPositive()) {
      builder.maxConnectionAge(connectionAge.toNanos(), TimeUnit.NANOSECONDS);
    }
    if (connectionAgeGrace.isPositive()) {
      builder.maxConnectionAgeGrace(connectionAgeGrace.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
