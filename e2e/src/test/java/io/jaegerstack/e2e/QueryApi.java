package io.jaegerstack.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Jaeger's v1 JSON API at one address.
final class QueryApi {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String address;

  QueryApi(String address) {
    this.address = address;
  }

  /// The trace, as the UI would get it.
  ///
  /// @throws AssertionError where there is none
  JsonNode trace(String id) {
    return json("/api/traces/" + id).path("data").path(0);
  }

  /// Spans of the trace; 0 where there is none.
  int spans(String id) {
    String path = "/api/traces/" + id;
    return get(path).statusCode() == 404 ? 0 : json(path).path("data").path(0).path("spans").size();
  }

  JsonNode json(String path) {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " answers " + answer.statusCode() + ": " + answer.body());
    }
    try {
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<String> get(String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(LIMIT).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for " + path, e);
    }
  }
}
