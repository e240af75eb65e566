package io.jaegerstack.settings.tls;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Asks the newest generation each time: whoever holds this context follows the files without
/// knowing. Sessions are a generation's own, so that none outlives the certificate, or the trust,
/// that it came from.
final class FollowingContext extends SSLContextSpi {
  private final LiveTls live;
  private final String serverName;
  private final Runnable beforeEach;

  private FollowingContext(LiveTls live, String serverName, Runnable beforeEach) {
    this.live = live;
    this.serverName = serverName;
    this.beforeEach = beforeEach;
  }

  /// @param serverName for clients; empty where it is the name dialled
  static SSLContext of(LiveTls live, String serverName, Runnable beforeEach) {
    SSLContext first = live.current().context();
    var spi = new FollowingContext(live, serverName, beforeEach);
    return new SSLContext(spi, first.getProvider(), first.getProtocol()) {};
  }

  private SSLContext now() {
    return live.current().context();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    beforeEach.run();
    return now().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    beforeEach.run();
    return serverName.isEmpty()
        ? now().createSSLEngine(host, port)
        : new NamedServerEngine(now().createSSLEngine(serverName, port), serverName);
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return now().getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return now().getServerSocketFactory();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return now().getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return now().getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return now().getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return now().getSupportedSSLParameters();
  }

  /// @throws KeyManagementException always: the files are what it is made from
  @Override
  protected void engineInit(
      KeyManager @Nullable [] own, TrustManager @Nullable [] trusted, @Nullable SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("this context follows its files");
  }
}
