package io.jaegerstack.collector.pipeline;

/// How spans arrived: the `transport` label of the counters.
public enum Transport {
  GRPC("grpc"),
  HTTP("http"),
  TCHANNEL("tchannel"),
  /// Frames of our own agents.
  RELAY("relay");

  private final String label;

  Transport(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
