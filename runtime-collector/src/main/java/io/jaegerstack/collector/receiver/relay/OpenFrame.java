package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.wire.relay.Receipt;

/// A frame of one connection that has no receipt yet.
///
/// @param spans as the agent counted them
/// @param bytes that it takes of the connection's window
record OpenFrame(ReceiptOutbox outbox, int id, int spans, long bytes) {
  /// Whose it is, for logs.
  Object remote() {
    return outbox.remote();
  }

  /// Gives the receipt, from any thread.
  void answer(Receipt receipt) {
    outbox.add(this, receipt);
  }
}
