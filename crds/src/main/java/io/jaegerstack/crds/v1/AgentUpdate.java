package io.jaegerstack.crds.v1;

/// How the agent of a node is replaced. The names are the values in the custom resource.
public enum AgentUpdate {
  /// The old pod ends before the new one starts, which the scheduler sees to by their ports.
  InPlace,
  /// The new pod takes the ports over while the old one still runs.
  Overlap
}
