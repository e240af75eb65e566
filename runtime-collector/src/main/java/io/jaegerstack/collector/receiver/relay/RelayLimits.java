package io.jaegerstack.collector.receiver.relay;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// What the port admits. Every figure bounds what a stranger can make us hold or wait for.
///
/// @param messageBytes largest message after its length, and largest body of a frame once unpacked
/// @param windowBytes of frames that one connection may have open; beyond it nothing is read
/// @param unfinishedBytes of messages, over all connections, whose rest has not come; beyond it the
///   connection that asks for more is closed
/// @param connections open at one time
/// @param openFrames of one connection; beyond it nothing is read
/// @param times how long what may take
public record RelayLimits(
    int messageBytes,
    int windowBytes,
    long unfinishedBytes,
    int connections,
    int openFrames,
    Times times) {

  /// @param hello from accepting a connection to the end of its first message
  /// @param frame from the first byte of a message to its last
  /// @param read for an agent that is sent receipts to read some, while they wait here
  /// @param room that a frame may wait for while the queue is full
  /// @param heartbeat between two signs of life while frames have no receipt
  /// @param age after which an agent is asked to connect anew; zero means never
  /// @param grace for an agent to close, once it was asked to and has all its receipts
  record Times(
      Duration hello,
      Duration frame,
      Duration read,
      Duration room,
      Duration heartbeat,
      Duration age,
      Duration grace) {

    /// How often a connection looks at its clocks.
    Duration tick() {
      var shortest = Collections.min(List.of(hello, frame, read, room, heartbeat, grace));
      return Duration.ofMillis(Math.clamp(shortest.toMillis() / 4, 10, 1_250));
    }
  }

  /// The limits in use.
  ///
  /// @param window of one connection; at least the largest message has room in it
  /// @param together bytes of everything that is not complete yet
  public static RelayLimits of(int messageBytes, long window, long together, Duration age) {
    var times =
        new Times(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            age,
            Duration.ofSeconds(30));
    int bytes = Math.clamp(window, messageBytes, Integer.MAX_VALUE);
    return new RelayLimits(
        messageBytes, bytes, Math.max(messageBytes, together), 10_000, 1_024, times);
  }

  RelayLimits with(Times others) {
    return new RelayLimits(
        messageBytes, windowBytes, unfinishedBytes, connections, openFrames, others);
  }
}
