package io.jaegerstack.faults.traffic;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntSupplier;

/// A client with a collector over HTTP: jaeger.thrift or OTLP.
public final class HttpSender implements Sender {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final IntSupplier port;
  private final String path;
  private final String type;
  private final Function<List<TestSpan>, byte[]> encoding;

  private HttpSender(
      IntSupplier port, String path, String type, Function<List<TestSpan>, byte[]> encoding) {
    this.port = port;
    this.path = path;
    this.type = type;
    this.encoding = encoding;
  }

  /// `POST /api/traces` with a batch in the binary protocol.
  public static HttpSender thrift(IntSupplier port, String uuid) {
    var seqNo = new AtomicLong();
    return new HttpSender(
        port,
        "/api/traces",
        "application/x-thrift",
        batch -> ThriftBytes.struct(batch, uuid, seqNo.incrementAndGet()));
  }

  /// `POST /v1/traces` in protobuf.
  public static HttpSender otlp(IntSupplier port) {
    return new HttpSender(port, "/v1/traces", "application/x-protobuf", ProtoBytes::otlp);
  }

  @Override
  public Outcome send(List<TestSpan> batch) {
    try {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:%d%s".formatted(port.getAsInt(), path)))
              .timeout(TIMEOUT)
              .header("Content-Type", type)
              .POST(HttpRequest.BodyPublishers.ofByteArray(encoding.apply(batch)))
              .build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 == 2) {
        return Outcome.acked();
      }
      boolean hint = answer.headers().firstValue("retry-after").isPresent();
      return Outcome.refused(answer.statusCode() + " " + answer.body().strip(), hint);
    } catch (ConnectException | HttpConnectTimeoutException nobody) {
      return Outcome.unsent(String.valueOf(nobody));
    } catch (IOException silence) {
      return Outcome.unknown(String.valueOf(silence));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Outcome.unknown("interrupted");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
