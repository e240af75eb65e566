package io.jaegerstack.faults.proxy;

/// Which way bytes go through a proxy.
public enum Direction {
  /// From the one who connected to the one behind the proxy.
  TO_SERVER,
  /// Back.
  TO_CLIENT
}
