package io.jaegerstack.server.grpc;

/// Why a connection or a call ended otherwise than by its service.
enum Refusal {
  TOO_MANY_CONNECTIONS("too-many-connections"),
  TOO_MANY_BYTES("too-many-bytes"),
  SLOW_REQUEST("slow-request"),
  /// Nothing is read of an answer.
  SLOW_READER("slow-reader"),
  /// Frames that are not HTTP/2, or not in its order.
  PROTOCOL("protocol"),
  /// More resets, pings or pieces of heads than anyone needs.
  FLOOD("flood"),
  /// More calls at one time than a connection may have.
  TOO_MANY_CALLS("too-many-calls");

  private final String label;

  Refusal(String label) {
    this.label = label;
  }

  /// As metrics and logs show it.
  String label() {
    return label;
  }
}
