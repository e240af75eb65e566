package io.jaegerstack.faults.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks a port of this machine.
final class AdminPort {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /// The body of a good answer.
  static String text(int port, String path) {
    HttpResponse<String> answer = answer(port, path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          "%s answers %d, expected 200: %s"
              .formatted(answer.uri(), answer.statusCode(), answer.body()));
    }
    return answer.body();
  }

  /// Whether it is ready, and if not, why: the body of a good answer and of one that is not.
  static String readiness(int port) {
    return answer(port, "/ready").body();
  }

  private static HttpResponse<String> answer(int port, String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .header("Accept", "text/plain")
            .timeout(TIMEOUT)
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(request.uri().toString(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private AdminPort() {}
}
