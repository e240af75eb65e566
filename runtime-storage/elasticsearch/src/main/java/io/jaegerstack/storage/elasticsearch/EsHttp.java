package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_HTTP_COMPRESSION;
import static io.jaegerstack.settings.StorageSettings.ES_SERVER_URLS;
import static io.jaegerstack.settings.StorageSettings.ES_TIMEOUT;
import static io.jaegerstack.settings.StorageSettings.ES_TLS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageTls;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Requests to one of the servers, the next one where one cannot be reached. Any request may be
/// sent twice, so all of them must be ones that may: searches, settings, documents with ids.
public final class EsHttp implements AutoCloseable {
  static final String JSON = "application/json";
  static final String NDJSON = "application/x-ndjson";

  /// Of one server too: a kept connection may have been closed by something on the way.
  private static final int LEAST_TRIES = 2;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// Most of an error's text that is worth reading.
  private static final int MOST_ERROR_BYTES = 64 * 1024;

  private static final int MOST_PORT = 65_535;

  private final List<URI> servers;
  private final EsCredentials credentials;
  private final boolean compress;
  private final Duration timeout;
  private final HttpClient client;
  private final AtomicInteger next = new AtomicInteger();

  /// @throws SettingException where addresses or TLS files are unusable
  public EsHttp(SettingValues settings, MeterRegistry registry) {
    servers = settings.value(ES_SERVER_URLS).stream().map(EsHttp::server).toList();
    if (servers.isEmpty()) {
      throw new SettingException(ES_SERVER_URLS.flag() + " is empty, expected at least one URL");
    }
    credentials = new EsCredentials(settings);
    compress = settings.value(ES_HTTP_COMPRESSION);
    timeout = settings.value(ES_TIMEOUT);
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    StorageTls.of(settings, ES_TLS, registry)
        .map(StorageTls::context)
        .ifPresent(builder::sslContext);
    client = builder.build();
  }

  private static URI server(String url) {
    try {
      URI server = URI.create(url.endsWith("/") ? url : url + "/");
      if (server.getUserInfo() != null) {
        throw new SettingException(
            ES_SERVER_URLS.flag()
                + " has an address with a user and password in it, expected them in ES_USERNAME and"
                + " ES_PASSWORD: an address is shown in logs and errors");
      }
      boolean isPlace = server.getHost() != null && server.getPort() <= MOST_PORT;
      boolean isMore = server.getRawQuery() != null || server.getRawFragment() != null;
      if (isPlace && !isMore && List.of("http", "https").contains(server.getScheme())) {
        return server;
      }
    } catch (IllegalArgumentException notAUri) {
      throw notAServer(url);
    }
    throw notAServer(url);
  }

  private static SettingException notAServer(String url) {
    return new SettingException(
        "%s has \"%s\", expected http://host:port or https://host:port"
            .formatted(ES_SERVER_URLS.flag(), url));
  }

  /// An answer, whole.
  ///
  /// @param path from the server's root, without a leading slash, percent-encoded
  /// @throws StorageException for every answer that is not 2xx
  public byte[] call(String method, String path, byte[] body) {
    return call(method, path, JSON, body, body.length);
  }

  /// The same with the first `length` bytes of `body`, which are of `type`.
  byte[] call(String method, String path, String type, byte[] body, int length) {
    var response = send(method, path, type, body, length, BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    throw EsErrors.of(method + " " + path, response.statusCode(), response.body());
  }

  /// What there is to see at `path`.
  ///
  /// @throws HiddenStateException where the credentials do not allow to see it
  /// @throws StorageException for every other answer that is not 2xx
  public byte[] look(String path) {
    var response = send("GET", path, JSON, new byte[0], 0, BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    StorageException refused = EsErrors.of("GET " + path, response.statusCode(), response.body());
    if (response.statusCode() == HttpURLConnection.HTTP_FORBIDDEN) {
      throw new HiddenStateException(String.valueOf(refused.getMessage()));
    }
    throw refused;
  }

  /// An answer to be read as it arrives, and closed.
  ///
  /// @throws StorageException for every answer that is not 2xx
  InputStream open(String method, String path, byte[] body) {
    var response = send(method, path, JSON, body, body.length, BodyHandlers.ofInputStream());
    InputStream answer = TimedBody.of(response.body(), timeout);
    if (response.statusCode() / 100 == 2) {
      return answer;
    }
    throw EsErrors.of(method + " " + path, response.statusCode(), beginning(answer));
  }

  private static byte[] beginning(InputStream answer) {
    try (answer) {
      return answer.readNBytes(MOST_ERROR_BYTES);
    } catch (IOException broken) {
      return new byte[0];
    }
  }

  private <T> HttpResponse<T> send(
      String method, String path, String type, byte[] body, int length, BodyHandler<T> handler) {
    Throwable last = null;
    int first = next.getAndIncrement();
    for (int i = 0; i < Math.max(LEAST_TRIES, servers.size()); i++) {
      URI server = servers.get(Math.floorMod(first + i, servers.size()));
      var sent =
          client.sendAsync(request(server.resolve(path), method, type, body, length), handler);
      try {
        return sent.get(timeout.isZero() ? Long.MAX_VALUE : timeout.toMillis(), MILLISECONDS);
      } catch (ExecutionException broken) {
        last = broken.getCause();
      } catch (TimeoutException slow) {
        sent.cancel(true);
        last = new IOException("no answer within " + timeout, slow);
        if (i + 1 >= servers.size()) {
          break;
        }
      } catch (InterruptedException stopped) {
        sent.cancel(true);
        Thread.currentThread().interrupt();
        throw unavailable(method + " " + path, stopped);
      }
    }
    throw unavailable(method + " " + path, last);
  }

  private HttpRequest request(URI uri, String method, String type, byte[] body, int length) {
    var request = HttpRequest.newBuilder(uri).header("Accept", JSON);
    credentials.header().ifPresent(value -> request.header("Authorization", value));
    if (length == 0) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    request.header("Content-Type", type);
    if (!compress) {
      return request.method(method, BodyPublishers.ofByteArray(body, 0, length)).build();
    }
    return request.header("Content-Encoding", "gzip").method(method, zipped(body, length)).build();
  }

  private static BodyPublisher zipped(byte[] body, int length) {
    var out = new ByteArrayOutputStream(length / 4 + 64);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(body, 0, length);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return BodyPublishers.ofByteArray(out.toByteArray());
  }

  private StorageException unavailable(String what, @Nullable Throwable cause) {
    return new StorageException(
        StorageException.Kind.UNAVAILABLE,
        StorageException.Trouble.UNREACHABLE,
        "%s failed at %s: %s".formatted(what, servers, why(cause)),
        cause);
  }

  /// Of a connection that was not made the client has no words, only classes.
  private static String why(@Nullable Throwable cause) {
    if (cause == null) {
      return "unknown";
    }
    String message = cause.getMessage();
    if (message != null) {
      return message;
    }
    if (cause.getCause() instanceof UnresolvedAddressException) {
      return "host name not resolved";
    }
    return cause instanceof ConnectException ? "cannot connect" : cause.toString();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
