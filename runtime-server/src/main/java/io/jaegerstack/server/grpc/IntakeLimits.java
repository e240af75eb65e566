package io.jaegerstack.server.grpc;

import java.time.Duration;

/// What gRPC ports admit before a request is whole.
///
/// @param unfinishedBytes of requests that are not whole yet, over all calls of the process
/// @param connectionBytes of these, for the calls of one connection
/// @param connections open at one time, per port; beyond it new ones are closed at once
/// @param arrivalTime from a call's head to the end of its request
/// @param answerTime from the end of an answer to its last byte's leaving; beyond it the connection
///   is closed, since a peer that opens no window for it holds it here
/// @param silence of a connection after which it is asked for a sign of life, and closed where none
///   comes in a third of that time
public record IntakeLimits(
    long unfinishedBytes,
    long connectionBytes,
    int connections,
    Duration arrivalTime,
    Duration answerTime,
    Duration silence) {
  /// Of a port that people and few programs read from.
  private static final int CONNECTIONS = 2_000;

  /// As a body over HTTP.
  private static final Duration ARRIVAL_TIME = Duration.ofSeconds(30);

  /// As a call over HTTP.
  private static final Duration ANSWER_TIME = Duration.ofMinutes(2);

  /// Instead of gRPC's own two hours.
  private static final Duration SILENCE = Duration.ofSeconds(60);

  public static IntakeLimits of(long unfinishedBytes) {
    return new IntakeLimits(
        unfinishedBytes, unfinishedBytes / 4, CONNECTIONS, ARRIVAL_TIME, ANSWER_TIME, SILENCE);
  }

  public IntakeLimits withRoom(long most, long mostOfConnection) {
    return new IntakeLimits(most, mostOfConnection, connections, arrivalTime, answerTime, silence);
  }

  public IntakeLimits withConnections(int most) {
    return new IntakeLimits(
        unfinishedBytes, connectionBytes, most, arrivalTime, answerTime, silence);
  }

  public IntakeLimits withArrivalTime(Duration most) {
    return new IntakeLimits(
        unfinishedBytes, connectionBytes, connections, most, answerTime, silence);
  }

  public IntakeLimits withAnswerTime(Duration most) {
    return new IntakeLimits(
        unfinishedBytes, connectionBytes, connections, arrivalTime, most, silence);
  }

  public IntakeLimits withSilence(Duration most) {
    return new IntakeLimits(
        unfinishedBytes, connectionBytes, connections, arrivalTime, answerTime, most);
  }
}
