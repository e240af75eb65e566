package io.jaegerstack.server.http;

import io.jaegerstack.settings.ByteSize;
import java.time.Duration;

/// What one server admits. Every figure bounds what a stranger can make us hold or wait for.
///
/// @param headBytes request line and headers together
/// @param wireBodyBytes a body as it is sent
/// @param bodyBytes a body after unpacking
/// @param bodiesBytes all bodies held at one time; beyond it callers are told to come back
/// @param connections open at one time; beyond it new ones are closed at once
/// @param calls in virtual-thread handlers at one time; beyond it callers wait for `patience`, then
///   are told to come back
/// @param headTime from accepting a connection to the end of its first head
/// @param idleTime from an answer to the end of the next head; 0 closes every connection with its
///   first answer
/// @param bodyTime from the end of a head to the end of its body
/// @param stallTime without the caller reading anything of an answer
/// @param callTime from the end of a head to the last byte of the answer, however the caller reads:
///   one byte per `stallTime` is progress, too
public record HttpLimits(
    int headBytes,
    int wireBodyBytes,
    int bodyBytes,
    long bodiesBytes,
    int connections,
    int calls,
    Duration patience,
    Duration headTime,
    Duration idleTime,
    Duration bodyTime,
    Duration stallTime,
    Duration callTime) {
  private static final int KIB = 1024;

  /// For ports that take no bodies to speak of: admin, sampling, queries.
  public static HttpLimits small() {
    return bodies(ByteSize.kib(64), ByteSize.kib(64), ByteSize.mib(4)).withConnections(1_000);
  }

  /// For ports that take spans: a body may be as large as a message over gRPC, and all of them
  /// together as the queue that they are about to enter, or one of the largest where that is more.
  public static HttpLimits spans(ByteSize largest, ByteSize queue) {
    return bodies(largest, largest, queue.compareTo(largest) < 0 ? largest : queue);
  }

  /// For ports that take bodies.
  ///
  /// @param wire a body as it is sent
  /// @param unpacked a body after unpacking
  /// @param together all bodies held at one time
  public static HttpLimits bodies(ByteSize wire, ByteSize unpacked, ByteSize together) {
    return new HttpLimits(
        16 * KIB,
        wire.toInt(),
        unpacked.toInt(),
        together.bytes(),
        4_000,
        64,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(75),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2));
  }

  /// The same with other times, but for a whole call; how tests make slow peers fail fast.
  public HttpLimits withTimes(Duration head, Duration idle, Duration body, Duration stall) {
    return new HttpLimits(
        headBytes,
        wireBodyBytes,
        bodyBytes,
        bodiesBytes,
        connections,
        calls,
        patience,
        head,
        idle,
        body,
        stall,
        callTime);
  }

  /// One call for each connection.
  public HttpLimits withoutKeepAlive() {
    return withTimes(headTime, Duration.ZERO, bodyTime, stallTime);
  }

  public HttpLimits withCallTime(Duration most) {
    return new HttpLimits(
        headBytes,
        wireBodyBytes,
        bodyBytes,
        bodiesBytes,
        connections,
        calls,
        patience,
        headTime,
        idleTime,
        bodyTime,
        stallTime,
        most);
  }

  public HttpLimits withConnections(int most) {
    return new HttpLimits(
        headBytes,
        wireBodyBytes,
        bodyBytes,
        bodiesBytes,
        most,
        calls,
        patience,
        headTime,
        idleTime,
        bodyTime,
        stallTime,
        callTime);
  }

  public HttpLimits withCalls(int most, Duration waiting) {
    return new HttpLimits(
        headBytes,
        wireBodyBytes,
        bodyBytes,
        bodiesBytes,
        connections,
        most,
        waiting,
        headTime,
        idleTime,
        bodyTime,
        stallTime,
        callTime);
  }
}
