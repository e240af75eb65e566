package io.jaegerstack.settings;

import java.net.InetSocketAddress;
import java.util.Optional;

/// An address to listen on or to connect to. An empty host means every address of this machine when
/// listening; port 0 means any free one.
public record HostPort(String host, int port) {
  public static final int MAX_PORT = 65_535;

  public HostPort {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port %d, expected 0 to %d".formatted(port, MAX_PORT));
    }
  }

  public static HostPort anyAddress(int port) {
    return new HostPort("", port);
  }

  public static HostPort loopback(int port) {
    return new HostPort("127.0.0.1", port);
  }

  /// Reads `host:port`, `:port` and `[ipv6]:port`; empty for anything else.
  public static Optional<HostPort> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      return Optional.empty();
    }
    String port = text.substring(colon + 1);
    if (port.isEmpty() || port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int number = Integer.parseInt(port);
    return number > MAX_PORT || host.indexOf(' ') >= 0
        ? Optional.empty()
        : Optional.of(new HostPort(host, number));
  }

  /// For `bind`: resolved, with the wildcard address where no host is given.
  public InetSocketAddress toListen() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
