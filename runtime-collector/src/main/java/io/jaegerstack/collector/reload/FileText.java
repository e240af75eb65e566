package io.jaegerstack.collector.reload;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The text of a file, at a path or, as Jaeger has it for sampling strategies, at an HTTP address.
public final class FileText implements ReloadedFile.Source<String> {
  /// Nothing that anyone writes by hand is larger, bytes.
  private static final int MOST_BYTES = 8 << 20;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  /// "There is nothing yet", as Jaeger understands it.
  private static final int UNAVAILABLE = 503;

  private final String location;
  private final boolean isAddress;
  private final Duration timeout;

  /// @param timeout from the request to the end of its answer
  FileText(String location, boolean isAddress, Duration timeout) {
    this.location = location;
    this.isAddress = isAddress;
    this.timeout = timeout;
  }

  /// The file at `path`; no file where that is empty.
  public static FileText ofPath(String path) {
    return new FileText(path, false, TIMEOUT);
  }

  /// The file at `location`, which is a path or an address such as `http://settings/strategies`.
  public static FileText ofPathOrAddress(String location) {
    return new FileText(location, isAddress(location), TIMEOUT);
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

  @Override
  public boolean isNone() {
    return location.isEmpty();
  }

  /// The whole text; none where a server says that it has none yet.
  @Override
  public Optional<String> read() throws IOException {
    try {
      return isAddress ? fetched() : Optional.of(whole(Path.of(location)));
    } catch (IOException unreadable) {
      throw new IOException("cannot be read: " + unreadable, unreadable);
    }
  }

  private Optional<String> fetched() throws IOException {
    var request = HttpRequest.newBuilder(URI.create(location)).build();
    var bounded = BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES);
    try (var client = HttpClient.newBuilder().connectTimeout(timeout).build()) {
      var fetching = client.sendAsync(request, bounded);
      try {
        return text(fetching.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
      } catch (TimeoutException late) {
        throw new IOException("no whole answer within %d ms".formatted(timeout.toMillis()), late);
      } catch (ExecutionException failed) {
        throw new IOException(String.valueOf(failed.getCause()), failed);
      } finally {
        // Else to close the client waits for a server that stopped within its answer.
        client.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static Optional<String> text(HttpResponse<byte[]> answer) throws IOException {
    return switch (answer.statusCode()) {
      case OK -> Optional.of(new String(answer.body(), StandardCharsets.UTF_8));
      case UNAVAILABLE -> Optional.empty();
      default -> throw new IOException("answered %d, expected 200".formatted(answer.statusCode()));
    };
  }

  private static String whole(Path path) throws IOException {
    try (var stream = Files.newInputStream(path)) {
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
