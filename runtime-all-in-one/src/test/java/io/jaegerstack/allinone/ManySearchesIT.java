package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.QueryServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Readers who ask for more than fits into a heap of 256 MiB, all at once.
class ManySearchesIT {
  private static final int SPANS = 60_000;
  private static final int BATCH = 1_000;
  private static final int SEARCHES = 48;
  private static final String TRACE = "000000000000000000000000000000e1";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ExecutorService READERS = Executors.newVirtualThreadPerTaskExecutor();

  @AfterAll
  static void close() {
    READERS.close();
    HTTP.close();
  }

  private record Answer(int status, long bytes) {}

  @Test
  void areAnsweredOrToldToComeBackAndCostNoSpan() throws Exception {
    try (var process = JavaProcess.start("runtime-all-in-one", Flags.ALL_IN_ONE)) {
      int query = process.port("query http");
      store(process.port("otlp http"));
      Eventually.find("the whole trace", () -> whole(query));

      var grpc = NettyChannelBuilder.forAddress("127.0.0.1", process.port("query grpc"));
      ManagedChannel channel = grpc.usePlaintext().build();
      var searches =
          IntStream.range(0, SEARCHES)
              .mapToObj(
                  i -> i % 3 == 0 ? started(() -> find(channel)) : started(() -> search(query)))
              .toList();
      var answers = searches.stream().map(CompletableFuture::join).toList();
      channel.shutdownNow();

      assertThat(answers).extracting(Answer::status).containsOnly(200, 503);
      assertThat(answers)
          .filteredOn(answer -> answer.status() == 200)
          .allSatisfy(answer -> assertThat(answer.bytes()).isGreaterThan(SPANS * 300L));
      assertThat(whole(query)).as(process.log()).isPresent();
      assertThat(QueryClient.text(process.port("admin http"), "/metrics"))
          .contains("jaegerstack_memory_spans " + (double) SPANS);
      assertThat(process.terminate()).as(process.log()).isZero();
    }
  }

  /// The size of the answer, where it is the whole trace.
  private static Optional<Long> whole(int port) {
    Answer answer = read(port, "/api/traces/" + TRACE);
    return answer.status() == 200 && answer.bytes() > SPANS * 300L
        ? Optional.of(answer.bytes())
        : Optional.empty();
  }

  private static Answer search(int port) {
    return read(port, "/api/traces?service=shop&limit=20&lookback=3650d");
  }

  private static CompletableFuture<Answer> started(Supplier<Answer> search) {
    return CompletableFuture.supplyAsync(search, READERS);
  }

  /// The same search over gRPC, its codes as HTTP has them.
  private static Answer find(ManagedChannel channel) {
    var shop = Query.TraceQueryParameters.newBuilder().setServiceName("shop").setSearchDepth(20);
    shop.setStartTimeMin(Timestamp.newBuilder().setSeconds(1_600_000_000));
    long bytes = 0;
    try {
      var chunks =
          QueryServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(2, TimeUnit.MINUTES)
              .findTraces(Query.FindTracesRequest.newBuilder().setQuery(shop).build());
      while (chunks.hasNext()) {
        bytes += chunks.next().getSerializedSize();
      }
      return new Answer(200, 2 * bytes); // protobuf is about half of JSON
    } catch (StatusRuntimeException refused) {
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      return new Answer(503, bytes);
    }
  }

  private static Answer read(int port, String path) {
    HttpResponse<InputStream> answer =
        send(HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      long bytes = 0;
      byte[] piece = new byte[64 * 1024];
      for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
        bytes += read;
      }
      return new Answer(answer.statusCode(), bytes);
    } catch (IOException brokenOff) {
      throw new AssertionError("answer broke off", brokenOff);
    }
  }

  /// Sends the trace in batches; one that is refused is sent again.
  private static void store(int port) {
    for (int first = 0; first < SPANS; first += BATCH) {
      var request =
          HttpRequest.newBuilder(uri(port, "/v1/traces"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(batch(first), StandardCharsets.UTF_8))
              .build();
      Eventually.find(
          "batch stored",
          () ->
              send(request, BodyHandlers.discarding()).statusCode() == 200
                  ? Optional.of(true)
                  : Optional.empty());
    }
  }

  private static String batch(int first) {
    return IntStream.range(first + 1, first + BATCH + 1)
        .mapToObj(ManySearchesIT::span)
        .collect(
            Collectors.joining(
                ",",
                """
                {"resourceSpans":[{"resource":{"attributes":[
                {"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"spans":[
                """,
                "]}]}]}"));
  }

  private static String span(int id) {
    return """
    {"traceId":"%s","spanId":"%016x","parentSpanId":"%016x","name":"GET /cart","kind":2,
    "startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[
    {"key":"http.method","value":{"stringValue":"GET"}},
    {"key":"http.url","value":{"stringValue":"https://shop.example/cart/%d?currency=EUR"}},
    {"key":"http.status_code","value":{"intValue":"200"}},
    {"key":"customer","value":{"stringValue":"customer-%d"}}]}
    """
        .formatted(
            TRACE,
            id,
            id / 10,
            1_700_000_000_000_000_000L + id,
            1_700_000_000_000_900_000L + id,
            id,
            id % 1_000);
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
  }

  private static <T> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HTTP.send(request, handler);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
