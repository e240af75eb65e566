package io.jaegerstack.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;

/// Stands before an Elasticsearch and makes one of its indices old: a server keeps the moment of an
/// index's creation, lets nobody set it, and does not run on a clock of its own. All else passes as
/// it is.
final class AgedIndex implements AutoCloseable {
  private static final List<String> PASSED_ON = List.of("Authorization", "Content-Type");
  private static final List<String> PASSED_BACK =
      List.of("Content-Type", "WWW-Authenticate", "X-elastic-product");

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI server;
  private final String index;
  private final Duration age;
  private final HttpServer listener;

  private AgedIndex(URI server, String index, Duration age) throws IOException {
    this.server = server;
    this.index = index;
    this.age = age;
    this.listener =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    listener.createContext("/", this::pass);
    listener.start();
  }

  static AgedIndex before(URI server, String index, Duration age) throws IOException {
    return new AgedIndex(server, index, age);
  }

  /// On 127.0.0.1.
  int port() {
    return listener.getAddress().getPort();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<byte[]> answer = client.send(request(exchange), BodyHandlers.ofByteArray());
      for (String name : PASSED_BACK) {
        answer
            .headers()
            .firstValue(name)
            .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
      }
      byte[] body = isAboutAges(exchange) ? aged(answer.body()) : answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    var request =
        HttpRequest.newBuilder(
                URI.create(server.resolve("/") + exchange.getRequestURI().toString().substring(1)))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : PASSED_ON) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return request.build();
  }

  private static boolean isAboutAges(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestURI().getQuery()).contains("creation_date");
  }

  private byte[] aged(byte[] body) throws IOException {
    var all = json.readTree(body);
    if (all.path(index).path("settings").path("index") instanceof ObjectNode settings) {
      settings.put("creation_date", String.valueOf(Instant.now().minus(age).toEpochMilli()));
    }
    return json.writeValueAsBytes(all);
  }

  @Override
  public void close() {
    listener.stop(0);
    client.close();
  }
}
