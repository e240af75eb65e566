package io.jaegerstack.agent.relay;

import io.jaegerstack.settings.HostPort;
import java.net.InetSocketAddress;

/// One address of a collector.
///
/// @param name that it was looked up by, which its certificate must have
record RelayAddress(InetSocketAddress socket, HostPort name) {
  @Override
  public String toString() {
    return new HostPort(socket.getAddress().getHostAddress(), socket.getPort()).toString();
  }
}
