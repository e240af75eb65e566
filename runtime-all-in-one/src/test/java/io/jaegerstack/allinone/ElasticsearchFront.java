package io.jaegerstack.allinone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A real Elasticsearch with the `GET /` that its test distribution lacks, and that Jaeger asks
/// when it starts. Everything else passes as it is.
final class ElasticsearchFront implements AutoCloseable {
  /// Of one connection, not of a message; the client adds its own.
  private static final Set<String> HOP =
      Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI behind;
  private final String version;

  private ElasticsearchFront(HttpServer server, URI behind, String version) {
    this.server = server;
    this.behind = behind;
    this.version = version;
  }

  static ElasticsearchFront of(URI behind, String version) throws IOException {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    var front = new ElasticsearchFront(server, behind, version);
    server.createContext("/", front::handle);
    server.setExecutor(front.threads);
    server.start();
    return front;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestURI().getPath().equals("/")) {
      exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
      answer(exchange, 200, "application/json", root());
      return;
    }
    forward(exchange, body);
  }

  private byte[] root() {
    return """
        {"name":"test","cluster_name":"test","version":{"number":"%s","build_flavor":"default"},"tagline":"You Know, for Search"}"""
        .formatted(version)
        .getBytes(StandardCharsets.UTF_8);
  }

  private void forward(HttpExchange exchange, byte[] body) throws IOException {
    var request =
        HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      var answer = client.send(request.build(), BodyHandlers.ofByteArray());
      for (String name : List.of("x-elastic-product", "content-encoding")) {
        answer
            .headers()
            .firstValue(name)
            .ifPresent(v -> exchange.getResponseHeaders().set(name, v));
      }
      String type = answer.headers().firstValue("content-type").orElse("application/json");
      answer(exchange, answer.statusCode(), type, answer.body());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean isBare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isBare ? -1 : body.length);
    if (!isBare) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
    threads.shutdownNow();
  }
}
