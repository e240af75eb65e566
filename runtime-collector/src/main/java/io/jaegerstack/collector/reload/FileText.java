package io.jaegerstack.collector.reload;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// The text of a file, at a path or, as Jaeger has it for sampling strategies, at an HTTP address.
public final class FileText {
  /// Nothing that anyone writes by hand is larger, bytes.
  private static final int MOST_BYTES = 8 << 20;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  /// "There is nothing yet", as Jaeger understands it.
  private static final int UNAVAILABLE = 503;

  private final String location;
  private final boolean isAddress;

  private FileText(String location, boolean isAddress) {
    this.location = location;
    this.isAddress = isAddress;
  }

  /// The file at `path`; no file where that is empty.
  public static FileText ofPath(String path) {
    return new FileText(path, false);
  }

  /// The file at `location`, which is a path or an address such as `http://settings/strategies`.
  public static FileText ofPathOrAddress(String location) {
    return new FileText(location, isAddress(location));
  }

  private static boolean isAddress(String location) {
    try {
      URI uri = URI.create(location);
      return uri.getScheme() != null
          && Set.of("http", "https").contains(uri.getScheme())
          && uri.getHost() != null;
    } catch (IllegalArgumentException aPath) {
      return false;
    }
  }

  /// Whether the setting that would name a file is empty.
  boolean isNone() {
    return location.isEmpty();
  }

  /// The whole text; empty where a server says that it has none yet.
  String read() throws IOException {
    try {
      return isAddress ? fetched() : whole(Files.newInputStream(Path.of(location)));
    } catch (IOException unreadable) {
      throw new IOException("cannot be read: " + unreadable, unreadable);
    }
  }

  private String fetched() throws IOException {
    var request = HttpRequest.newBuilder(URI.create(location)).timeout(TIMEOUT).build();
    try (var client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      String text = whole(answer.body());
      if (answer.statusCode() == UNAVAILABLE) {
        return "";
      }
      if (answer.statusCode() != OK) {
        throw new IOException("answered %d, expected 200".formatted(answer.statusCode()));
      }
      return text;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static String whole(InputStream stream) throws IOException {
    try (stream) {
      byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("larger than %d bytes".formatted(MOST_BYTES));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Override
  public String toString() {
    return location;
  }
}
