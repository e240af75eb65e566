package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.metadata.EndPoint;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// A server's address, for exceptions that want one.
record Somewhere() implements EndPoint {
  @Override
  public SocketAddress resolve() {
    return InetSocketAddress.createUnresolved("cassandra", 9042);
  }

  @Override
  public String asMetricPrefix() {
    return "cassandra";
  }
}
