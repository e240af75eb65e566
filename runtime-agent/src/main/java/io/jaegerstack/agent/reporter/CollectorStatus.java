package io.jaegerstack.agent.reporter;

/// How things stand with the collectors.
public interface CollectorStatus {
  /// The protocol's name in metrics: `relay`, `grpc`, `tchannel`.
  String protocol();

  /// Whether some collector is connected now.
  boolean isConnected();

  /// How often a connection came about.
  long reconnects();
}
