package io.jaegerstack.server.admin;

import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.DependencyMetrics;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.JsonText;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.server.ledger.LedgerPage;
import io.jaegerstack.server.tls.Protocol;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Version;

/// The admin port: `/`, `/health`, `/live` and `/ready` for probes and people, `/metrics` for
/// Prometheus, `/ledger` for `jaegerstack ledger`, `/version`, and `/log-level`, which can be
/// changed.
public final class AdminServer {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  /// The same without a ledger, for a process that takes no spans.
  ///
  /// @throws io.jaegerstack.settings.SettingException for files that cannot be used
  public static HttpServer of(
      EventLoops loops, HostPort address, SettingValues settings, Health health, Metrics metrics) {
    return of(loops, address, settings, health, metrics, new Ledger());
  }

  /// A server to start first and to stop last, so that probes and scrapes see the whole life of the
  /// process; with TLS where the settings have it.
  ///
  /// @throws io.jaegerstack.settings.SettingException for files that cannot be used
  public static HttpServer of(
      EventLoops loops,
      HostPort address,
      SettingValues settings,
      Health health,
      Metrics metrics,
      Ledger ledger) {
    var tls = TlsServer.of(settings, AdminSettings.TLS, Protocol.HTTP_1_1, metrics.registry());
    boolean callersAreKnown = !settings.value(AdminSettings.TLS.clientCa()).isEmpty();
    return of(loops, address, health, metrics, ledger, callersAreKnown).withTls(tls);
  }

  /// The same without TLS and without a ledger.
  public static HttpServer of(EventLoops loops, HostPort address, Health health, Metrics metrics) {
    return of(loops, address, health, metrics, new Ledger(), false);
  }

  private static HttpServer of(
      EventLoops loops,
      HostPort address,
      Health health,
      Metrics metrics,
      Ledger ledger,
      boolean callersAreKnown) {
    DependencyMetrics.bind(metrics, health);
    var routes = routes(health, metrics, ledger, callersAreKnown);
    return HttpServer.of("admin", loops, address, HttpLimits.small(), routes);
  }

  /// Nothing but health, at another address: for probes that must reach this very process.
  public static HttpServer probes(EventLoops loops, HostPort address, Health health) {
    Routes routes = probes(Routes.builder(), health).build();
    return HttpServer.of("probe", loops, address, HttpLimits.small(), routes);
  }

  private static Routes.Builder probes(Routes.Builder routes, Health health) {
    return routes
        .onLoop("GET", "/", call -> HealthAnswers.serving(health))
        .onLoop("GET", "/health", call -> HealthAnswers.serving(health))
        .onLoop("GET", "/live", call -> HealthAnswers.alive())
        .get("/ready", call -> HealthAnswers.ready(health));
  }

  private static Routes routes(
      Health health, Metrics metrics, Ledger ledger, boolean callersAreKnown) {
    return probes(Routes.builder(), health)
        .get("/version", call -> HttpAnswer.text(200, JSON, version()))
        .get("/log-level", call -> LogLevelApi.current())
        .on("PUT", "/log-level", call -> LogLevelApi.change(call, callersAreKnown))
        .get("/metrics", call -> metrics(metrics, call))
        .get("/ledger", call -> ledger(ledger, call))
        .build();
  }

  /// The members of Jaeger's; commit and date are not built in, so that equal sources make equal
  /// jars.
  private static String version() {
    return "{\"gitCommit\":\"\",\"gitVersion\":%s,\"buildDate\":\"\"}"
        .formatted(JsonText.quoted(Version.current()));
  }

  private static HttpAnswer metrics(Metrics metrics, HttpCall call) {
    String accept = call.header("accept").orElse("");
    return HttpAnswer.bytes(200, metrics.contentType(accept), metrics.scrape(accept));
  }

  /// JSON, or lines for who asks for text.
  private static HttpAnswer ledger(Ledger ledger, HttpCall call) {
    return call.header("accept").orElse("").startsWith("text/plain")
        ? HttpAnswer.text(200, TEXT, LedgerPage.lines(ledger))
        : HttpAnswer.text(200, JSON, LedgerPage.json(ledger));
  }

  private AdminServer() {}
}
