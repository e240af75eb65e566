package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.server.grpc.GrpcAdmission;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// What the port admits. Every figure bounds what a stranger can make us hold or wait for.
///
/// @param callBytes all arguments of one call
/// @param unfinishedBytes calls of all connections that are not complete yet; beyond it callers are
///   told to come back
/// @param connections open at one time; beyond it new ones are closed at once
/// @param openCalls begun and not complete on one connection; beyond it callers are told to come
///   back
/// @param initTime from accepting a connection to the end of its init message
/// @param callTime from the first byte of a frame, or the first frame of a call, to its last
/// @param readTime for a peer that is sent answers to read some, while they wait here
/// @param quietTime without a frame, after which the peer is asked whether it is there
/// @param pingTime for the answer to that
public record TChannelLimits(
    int callBytes,
    long unfinishedBytes,
    int connections,
    int openCalls,
    Duration initTime,
    Duration callTime,
    Duration readTime,
    Duration quietTime,
    Duration pingTime) {

  /// The limits in use.
  ///
  /// @param callBytes largest call
  /// @param together bytes of everything that is not complete yet
  public static TChannelLimits of(int callBytes, long together) {
    return new TChannelLimits(
        callBytes,
        Math.max(callBytes, together),
        10_000,
        128,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(20));
  }

  /// Buffers, over all connections, of frames that are not complete yet; beyond it the connection
  /// that asks for more is closed. Apart from the calls': who fills the one does not close the
  /// others' connections.
  long frameBytes() {
    return Math.min(unfinishedBytes, GrpcAdmission.mostRoom() / 2);
  }

  /// How often a connection looks at its clocks.
  Duration tick() {
    var shortest =
        Collections.min(List.of(initTime, callTime, readTime, quietTime, pingTime)).toMillis();
    return Duration.ofMillis(Math.max(10, shortest / 4));
  }
}
