package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Hello;

/// What an agent says.
sealed interface RelayMessage {
  /// Who it is.
  record Greeting(Hello hello) implements RelayMessage {}

  /// A frame that is complete.
  ///
  /// @param body as it came, of exactly its size
  record Frame(FrameHeader header, byte[] body) implements RelayMessage {}
}
