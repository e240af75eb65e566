package io.jaegerstack.server.tls;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// An HTTP port with TLS that answers `/` with `yes`, and what a caller does to it.
final class TlsPort implements AutoCloseable {
  static final TlsServerSettings TLS = CollectorSettings.HTTP_TLS;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EventLoops loops = EventLoops.of(1);
  private final Metrics metrics = Metrics.empty();
  private final TlsServer tls;
  private final HttpServer server;

  private TlsPort(SettingValues settings, Duration handshakeTime) throws IOException {
    tls =
        TlsServer.of(settings, TLS, Protocol.HTTP_1_1, metrics.registry(), handshakeTime)
            .orElseThrow();
    var routes =
        Routes.builder().onLoop("GET", "/", call -> HttpAnswer.text(200, "text/plain", "yes"));
    server =
        HttpServer.of("tls", loops, HostPort.loopback(0), HttpLimits.small(), routes.build())
            .withTls(java.util.Optional.of(tls));
    server.start();
  }

  static TlsPort of(Path certificate, Path key, UnaryOperator<SettingValues> more)
      throws IOException {
    return of(certificate, key, more, Duration.ofSeconds(10));
  }

  static TlsPort of(
      Path certificate, Path key, UnaryOperator<SettingValues> more, Duration handshakeTime)
      throws IOException {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
            .with(TLS.enabled(), true)
            .with(TLS.cert(), certificate.toString())
            .with(TLS.key(), key.toString())
            .with(TLS.reloadInterval(), Duration.ofMillis(50));
    return new TlsPort(more.apply(settings), handshakeTime);
  }

  int port() {
    return server.port();
  }

  String serial() {
    return tls.serial();
  }

  /// The body of an answer on a connection of its own.
  String get(SSLContext caller) throws IOException, InterruptedException {
    return get(caller, "localhost");
  }

  String get(SSLContext caller, String host) throws IOException, InterruptedException {
    var uri = URI.create("https://%s:%d/".formatted(host, port()));
    try (var client = HttpClient.newBuilder().sslContext(caller).build()) {
      return client
          .send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /// A connection on which the handshake is over.
  SSLSocket shakeHands(SSLContext caller, String... versions) throws IOException {
    var socket = (SSLSocket) caller.getSocketFactory().createSocket("127.0.0.1", port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    if (versions.length > 0) {
      socket.setEnabledProtocols(versions);
    }
    socket.startHandshake();
    return socket;
  }

  double count(String name, String... labels) {
    var counter = metrics.registry().find(name).tags(labels).counter();
    return counter == null ? 0 : counter.count();
  }

  double gauge(String name) {
    return metrics.registry().get(name).gauge().value();
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() {
    server.stop(Deadline.after(Duration.ofSeconds(5)));
    loops.stop(Deadline.after(Duration.ofSeconds(5)));
  }
}
