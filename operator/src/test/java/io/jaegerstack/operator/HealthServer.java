package io.jaegerstack.operator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// Plays a collector's admin port on this machine: `/health` says what it is told to say.
final class HealthServer implements AutoCloseable {
  static final String AVAILABLE =
      """
      {"status":"Server available","storage":{"available":true,"error":""}}""";

  private final HttpServer server;
  volatile String says = AVAILABLE;

  HealthServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          byte[] body = says.getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  static String failing(String error) {
    return """
    {"status":"Server available","storage":{"available":false,"error":"%s"}}"""
        .formatted(error);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
