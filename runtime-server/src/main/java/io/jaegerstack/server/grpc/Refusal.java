package io.jaegerstack.server.grpc;

/// Why a connection or a call ended before its request was whole.
enum Refusal {
  TOO_MANY_CONNECTIONS("too-many-connections"),
  TOO_MANY_BYTES("too-many-bytes"),
  SLOW_REQUEST("slow-request");

  private final String label;

  Refusal(String label) {
    this.label = label;
  }

  /// As metrics and logs show it.
  String label() {
    return label;
  }
}
