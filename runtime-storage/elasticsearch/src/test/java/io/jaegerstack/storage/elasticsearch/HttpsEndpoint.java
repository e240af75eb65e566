package io.jaegerstack.storage.elasticsearch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsServerSettings;
import io.jaegerstack.settings.tls.LiveTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// A server with TLS that says `{}` to everything and ends the connection, so that each request
/// shakes hands. It reads its files before each connection.
final class HttpsEndpoint implements AutoCloseable {
  private static final TlsServerSettings TLS = CollectorSettings.HTTP_TLS;

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile @Nullable Certificate shown;

  /// @param callers with the authorities whose certificates callers must show; empty for none
  HttpsEndpoint(Path certificate, Path key, Optional<Path> callers) throws IOException {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
            .with(TLS.enabled(), true)
            .with(TLS.cert(), certificate.toString())
            .with(TLS.key(), key.toString())
            .with(TLS.clientCa(), callers.map(Path::toString).orElse(""));
    LiveTls live = LiveTls.of(settings, TLS).orElseThrow();
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(asking(live.context("", live::look), callers.isPresent()));
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  private static HttpsConfigurator asking(SSLContext context, boolean callers) {
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters connection) {
        var parameters = context.getDefaultSSLParameters();
        parameters.setNeedClientAuth(callers);
        connection.setSSLParameters(parameters);
      }
    };
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      shown = ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException none) {
      shown = null;
    }
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(200, 2);
    exchange.getResponseBody().write("{}".getBytes(StandardCharsets.US_ASCII));
    answered.incrementAndGet();
    exchange.close();
  }

  String url() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  int answered() {
    return answered.get();
  }

  /// By the caller before.
  @Nullable Certificate shown() {
    return shown;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
