package io.jaegerstack.faults;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// In front of a real Elasticsearch, which creates all indices now and lets nobody say otherwise:
/// lies about their ages, and about nothing else.
final class AgeingProxy implements AutoCloseable {
  private static final Pattern CREATED =
      Pattern.compile("\"([^\"]+)\":\\{\"aliases\":(.*?)\"creation_date\":\"(\\d+)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Instant> ages = new ConcurrentHashMap<>();
  private final int target;
  private final HttpServer server;

  private AgeingProxy(int target, HttpServer server) {
    this.target = target;
    this.server = server;
  }

  static AgeingProxy to(int target) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(loopback, 0);
    var proxy = new AgeingProxy(target, server);
    server.createContext("/", proxy::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return proxy;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// From now on `index` seems to have been created at `created`.
  void age(String index, Instant created) {
    ages.put(index, created);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var uri = URI.create("http://127.0.0.1:" + target + exchange.getRequestURI());
      byte[] body = exchange.getRequestBody().readAllBytes();
      var request =
          HttpRequest.newBuilder(uri)
              .header("Content-Type", "application/json")
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      byte[] aged = aged(response.body()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(response.statusCode(), aged.length == 0 ? -1 : aged.length);
      exchange.getResponseBody().write(aged);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String aged(String body) {
    return CREATED
        .matcher(body)
        .replaceAll(
            found -> {
              Instant age = ages.get(found.group(1));
              String created = age == null ? found.group(3) : "" + age.toEpochMilli();
              return Matcher.quoteReplacement(
                  "\"%s\":{\"aliases\":%s\"creation_date\":\"%s\""
                      .formatted(found.group(1), found.group(2), created));
            });
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
