package io.jaegerstack.agent.relay;

import io.jaegerstack.agent.reporter.Frame;
import io.jaegerstack.wire.relay.Receipt;
import java.util.List;

/// What a connection tells.
interface RelayOwner {
  /// The collector lets the agent in.
  void welcomed(RelayConnection connection);

  /// There may be room for more frames than before.
  void hasRoom();

  /// The collector has dealt with `frame`, and the connection has forgotten it.
  void receipt(RelayConnection connection, Frame frame, Receipt receipt);

  /// The connection is gone, or never came about.
  ///
  /// @param open frames without a receipt, in the order in which they were sent
  /// @param wasSpoken whether the other side has shown that it knows the relay
  void closed(RelayConnection connection, List<Frame> open, boolean wasSpoken, String why);
}
