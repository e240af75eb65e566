package io.jaegerstack.server.grpc;

import java.time.Duration;

/// What gRPC ports admit before a request is whole.
///
/// @param unfinishedBytes of requests that are not whole yet, over all calls of the process
/// @param connectionBytes of these, for the calls of one connection
/// @param connections open at one time, per port; beyond it new ones are closed at once
/// @param arrivalTime from a call's head to the end of its request
/// @param silence of a connection after which it is asked for a sign of life, and closed where none
///   comes in a third of that time
public record IntakeLimits(
    long unfinishedBytes,
    long connectionBytes,
    int connections,
    Duration arrivalTime,
    Duration silence) {
  /// Of a port that people and few programs read from.
  private static final int CONNECTIONS = 2_000;

  /// As a body over HTTP.
  private static final Duration ARRIVAL_TIME = Duration.ofSeconds(30);

  /// Instead of gRPC's own two hours.
  private static final Duration SILENCE = Duration.ofSeconds(60);

  public static IntakeLimits of(long unfinishedBytes) {
    return new IntakeLimits(
        unfinishedBytes, unfinishedBytes / 4, CONNECTIONS, ARRIVAL_TIME, SILENCE);
  }

  public IntakeLimits withRoom(long most, long mostOfConnection) {
    return new IntakeLimits(most, mostOfConnection, connections, arrivalTime, silence);
  }

  public IntakeLimits withConnections(int most) {
    return new IntakeLimits(unfinishedBytes, connectionBytes, most, arrivalTime, silence);
  }

  public IntakeLimits withArrivalTime(Duration most) {
    return new IntakeLimits(unfinishedBytes, connectionBytes, connections, most, silence);
  }

  public IntakeLimits withSilence(Duration most) {
    return new IntakeLimits(unfinishedBytes, connectionBytes, connections, arrivalTime, most);
  }
}
