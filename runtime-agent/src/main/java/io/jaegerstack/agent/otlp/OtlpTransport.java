package io.jaegerstack.agent.otlp;

/// How OTLP arrived: the `transport` label of the counters.
enum OtlpTransport {
  GRPC("grpc"),
  HTTP("http");

  private final String label;

  OtlpTransport(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
