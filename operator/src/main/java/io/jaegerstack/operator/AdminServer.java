package io.jaegerstack.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.SettingValues;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/// Health and metrics of the operator: `/live`, `/ready` (also `/`), `/metrics`.
final class AdminServer {
  private final HttpServer server;
  private final ExecutorService threads;

  private AdminServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static AdminServer start(
      SettingValues settings, StackOperator operator, PrometheusMeterRegistry registry)
      throws IOException {
    return start(settings, operator::isAlive, operator::isReady, registry);
  }

  static AdminServer start(
      SettingValues settings,
      BooleanSupplier isAlive,
      BooleanSupplier isReady,
      PrometheusMeterRegistry registry)
      throws IOException {
    var server = HttpServer.create(settings.value(AdminSettings.OPERATOR_HOST_PORT).toListen(), 0);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/live", exchange -> answer(exchange, isAlive.getAsBoolean()));
    server.createContext("/ready", exchange -> answer(exchange, isReady.getAsBoolean()));
    server.createContext(
        "/metrics",
        exchange ->
            send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
    server.createContext("/", exchange -> answer(exchange, isReady.getAsBoolean()));
    server.start();
    return new AdminServer(server, threads);
  }

  int port() {
    return server.getAddress().getPort();
  }

  void stop() {
    server.stop(0);
    threads.shutdown();
  }

  private static void answer(HttpExchange exchange, boolean well) throws IOException {
    send(exchange, well ? 200 : 503, "text/plain; charset=utf-8", well ? "ok\n" : "not ready\n");
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
