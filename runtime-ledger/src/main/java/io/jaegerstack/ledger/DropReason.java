package io.jaegerstack.ledger;

/// Why something that a hop had received did not go on. The words are label values of metrics.
public enum DropReason {
  /// A bounded queue had no room.
  QUEUE_FULL("queue-full"),
  /// Bytes that are not what their protocol says.
  MALFORMED("malformed"),
  /// Beyond a limit of ours or of the next hop.
  TOO_LARGE("too-large"),
  /// Well-formed, but a call that this entrance does not have.
  UNKNOWN_METHOD("unknown-method"),
  /// The next hop could not be reached, retries included.
  SEND_FAILURE("send-failure"),
  /// Sent, and the next hop never said what became of it: it may have arrived all the same.
  UNANSWERED("unanswered"),
  /// The next hop refused for good: sending again would not help.
  REJECTED("rejected"),
  /// Kept on disk for a next hop that did not come back within the age that is set.
  EXPIRED("expired"),
  /// Kept on disk, and not readable any more.
  DAMAGED("damaged"),
  /// Not drained by the shutdown's deadline.
  SHUTDOWN("shutdown"),
  /// The storage took the request and refused this item.
  STORAGE_REJECTED("storage-rejected"),
  /// The storage could not be reached, retries included.
  STORAGE_UNAVAILABLE("storage-unavailable"),
  /// A policy of the user's (sampling, filter) said so.
  POLICY("policy"),
  /// A mistake of ours; its log line says which.
  INTERNAL_ERROR("internal-error");

  private final String label;

  DropReason(String label) {
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
