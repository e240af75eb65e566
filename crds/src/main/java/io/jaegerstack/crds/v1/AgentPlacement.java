package io.jaegerstack.crds.v1;

/// Where agents run. The names are the values in the custom resource.
public enum AgentPlacement {
  /// One agent on every node, on the node's own network.
  DaemonSet,
  /// No agents: applications report to the collector's Service.
  None
}
