package io.jaegerstack.server.admin;

import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.StorageHealth;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.JsonText;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.server.tls.Protocol;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingValues;

/// The admin port: `/` and `/health` for probes, `/metrics` for Prometheus.
public final class AdminServer {
  private static final String JSON = "application/json";

  /// The same, with TLS where the settings have it.
  ///
  /// @throws io.jaegerstack.settings.SettingException for files that cannot be used
  public static HttpServer of(
      EventLoops loops, HostPort address, SettingValues settings, Health health, Metrics metrics) {
    var tls = TlsServer.of(settings, AdminSettings.TLS, Protocol.HTTP_1_1, metrics.registry());
    return of(loops, address, health, metrics).withTls(tls);
  }

  /// A server to start first and to stop last, so that probes and scrapes see the whole life of the
  /// process.
  public static HttpServer of(EventLoops loops, HostPort address, Health health, Metrics metrics) {
    return HttpServer.of("admin", loops, address, HttpLimits.small(), routes(health, metrics));
  }

  static Routes routes(Health health, Metrics metrics) {
    return Routes.builder()
        .onLoop("GET", "/", call -> health(health))
        .onLoop("GET", "/health", call -> health(health))
        .get("/metrics", call -> metrics(metrics, call))
        .build();
  }

  private static HttpAnswer health(Health health) {
    return HttpAnswer.text(health.isReady() ? 200 : 503, JSON, json(health));
  }

  /// Jaeger's JSON and, where the process has a storage, `storage` as its last member: ours, for
  /// the operator.
  private static String json(Health health) {
    String jaegers = health.json();
    return health
        .storage()
        .map(storage -> jaegers.substring(0, jaegers.length() - 1) + "," + member(storage) + "}")
        .orElse(jaegers);
  }

  private static String member(StorageHealth storage) {
    String available =
        switch (storage.state()) {
          case AVAILABLE -> "true";
          case FAILING -> "false";
          case UNKNOWN -> "null";
        };
    return "\"storage\":{\"available\":%s,\"error\":%s}"
        .formatted(available, JsonText.quoted(storage.error()));
  }

  private static HttpAnswer metrics(Metrics metrics, HttpCall call) {
    String accept = call.header("accept").orElse("");
    return HttpAnswer.bytes(200, metrics.contentType(accept), metrics.scrape(accept));
  }

  private AdminServer() {}
}
