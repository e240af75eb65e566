package io.jaegerstack.ledger;

/// Losses that happened before a hop received anything, as far as the wire or the kernel tells.
/// They stand beside the balance, not in it.
public enum LostBefore {
  /// Datagrams that the kernel dropped because the socket's buffer was full.
  KERNEL("kernel"),
  /// Spans that a client's own queue had no room for.
  CLIENT_QUEUE_FULL("client-queue-full"),
  /// Spans that a client found too large for a packet.
  CLIENT_TOO_LARGE("client-too-large"),
  /// Spans that a client failed to send.
  CLIENT_SEND_FAILURE("client-send-failure");

  private final String label;

  LostBefore(String label) {
    this.label = label;
  }

  /// As metrics and status show it.
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
