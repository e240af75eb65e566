package io.jaegerstack.agent.reporter;

/// What clients wrote their spans in: the `format` label of the reporter's metrics. Jaeger's agent
/// has the first two.
public enum BatchFormat {
  JAEGER("jaeger"),
  ZIPKIN("zipkin"),
  OTLP("otlp");

  private final String label;

  BatchFormat(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
