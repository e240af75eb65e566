package io.jaegerstack.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/// What a reader sees of the v1 JSON API.
record QueryClient(int port) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// The trace, once it has exactly this many spans.
  JsonNode awaitTrace(String traceId, int spans) {
    return Eventually.find(
        "trace %s with %d spans".formatted(traceId, spans),
        () -> trace(traceId).filter(trace -> trace.path("spans").size() == spans));
  }

  Optional<JsonNode> trace(String traceId) {
    JsonNode data = get(port, "/api/traces/" + traceId).path("data");
    return data.isEmpty() ? Optional.empty() : Optional.of(data.get(0));
  }

  JsonNode services() {
    return get(port, "/api/services").path("data");
  }

  private static JsonNode get(int port, String path) {
    try {
      return JSON.readTree(text(port, path));
    } catch (IOException notJson) {
      throw new AssertionError(notJson);
    }
  }

  /// The body of any answer of any port of this machine.
  static String text(int port, String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path))).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
