package io.jaegerstack.faults.proxy;

import java.time.Duration;

/// What a proxy does to connections, those that are open and new ones alike.
public sealed interface TcpFault {
  /// Nothing: a wire.
  record Pass() implements TcpFault {}

  /// Every piece of data is late, both ways.
  record Delay(Duration time) implements TcpFault {}

  /// Nobody listens, and open connections are reset.
  record Refuse() implements TcpFault {}

  /// Data stop in one direction; connections stay.
  record Freeze(Direction direction) implements TcpFault {}

  /// The other side is gone and nobody tells: connections stay, nothing passes, and what was open
  /// stays dead when the fault is over.
  record HalfOpen() implements TcpFault {}

  /// Every connection is reset after so many bytes in one direction, counted from now on.
  record ResetAfter(Direction direction, long bytes) implements TcpFault {}

  /// At most so many bytes a second, each way and connection.
  record Throttle(long bytesPerSecond) implements TcpFault {}

  TcpFault PASS = new Pass();
}
