package io.jaegerstack.server.grpc;

import java.time.Duration;

/// What gRPC ports admit before a request is whole.
///
/// @param unfinishedBytes of requests that are not whole yet, over all calls of the process
/// @param connections open at one time, per port; beyond it new ones are closed at once
/// @param arrivalTime from a call's head to the end of its request
public record IntakeLimits(long unfinishedBytes, int connections, Duration arrivalTime) {
  /// One per client process or node, with room; each can make us hold a half-read frame.
  private static final int CONNECTIONS = 2_000;

  /// As a body over HTTP.
  private static final Duration ARRIVAL_TIME = Duration.ofSeconds(30);

  public static IntakeLimits of(long unfinishedBytes) {
    return new IntakeLimits(unfinishedBytes, CONNECTIONS, ARRIVAL_TIME);
  }

  public IntakeLimits withConnections(int most) {
    return new IntakeLimits(unfinishedBytes, most, arrivalTime);
  }

  public IntakeLimits withArrivalTime(Duration most) {
    return new IntakeLimits(unfinishedBytes, connections, most);
  }
}
