package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.ssl.SslEngineFactory;
import io.jaegerstack.storage.StorageTls;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// The driver's way to a connection over TLS.
final class CassandraTls implements SslEngineFactory {
  private final StorageTls tls;
  private final boolean isVerified;

  /// @param isVerified whether a server must have the name by which it is called
  CassandraTls(StorageTls tls, boolean isVerified) {
    this.tls = tls;
    this.isVerified = isVerified;
  }

  @Override
  public SSLEngine newSslEngine(EndPoint remote) {
    SSLEngine engine =
        remote.resolve() instanceof InetSocketAddress address
            ? tls.context().createSSLEngine(address.getHostString(), address.getPort())
            : tls.context().createSSLEngine();
    engine.setUseClientMode(true);
    if (isVerified) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
    }
    return engine;
  }

  @Override
  public void close() {}
}
