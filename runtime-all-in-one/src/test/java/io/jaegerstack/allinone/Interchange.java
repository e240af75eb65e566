package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Log;
import io.jaegertracing.thriftjava.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/// Spans into one of two collectors over one storage, and the questions that both queries must
/// answer alike.
final class Interchange {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Jaeger looks three days back.
  static List<Batch> recent(List<Batch> batches) {
    long shift = Instant.now().minusSeconds(600).toEpochMilli() * 1_000;
    for (Batch batch : batches) {
      for (Span span : batch.getSpans()) {
        long offset = span.getStartTime() % 1_000;
        span.setStartTime(shift + offset);
        for (Log log : span.getLogs()) {
          log.setTimestamp(shift + log.getTimestamp() % 1_000);
        }
      }
    }
    return batches;
  }

  static void post(int port, Batch batch) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/traces".formatted(port)))
            .header("Content-Type", "application/x-thrift")
            .POST(BodyPublishers.ofByteArray(ThriftBatches.structs(List.of(batch)).getFirst()))
            .build();
    try {
      assertThat(HttpBatches.HTTP.send(request, BodyHandlers.discarding()).statusCode())
          .isEqualTo(202);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  static void assertShown(int query, List<Batch> sent) {
    for (Batch batch : sent) {
      assertThat(shown(query, batch))
          .as("port %d", query)
          .containsExactlyInAnyOrderElementsOf(WholeSpan.ofThrift(List.of(batch)));
    }
  }

  /// Either query shows the same of each batch, and of all but its tags what was sent: where Jaeger
  /// writes tags as fields, a whole float64 comes back as an int64, and its own `@jaeger@format` as
  /// `.jaeger.format`.
  static void assertShownAlike(int ours, int stock, List<Batch> sent) {
    for (Batch batch : sent) {
      List<WholeSpan> shown = shown(ours, batch);
      assertThat(shown).containsExactlyInAnyOrderElementsOf(shown(stock, batch));
      assertThat(shown)
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("tags")
          .containsExactlyInAnyOrderElementsOf(WholeSpan.ofThrift(List.of(batch)));
    }
  }

  private static List<WholeSpan> shown(int query, Batch batch) {
    return WholeSpan.ofApi(
        new QueryClient(query).awaitTrace(ThriftBatches.traceId(batch), batch.getSpansSize()));
  }

  /// Either query tells the same services, and operations of one of them.
  static void assertSameNames(int ours, int stock, Batch batch) {
    assertSame(ours, stock, "/api/services");
    assertSame(
        ours, stock, "/api/services/%s/operations".formatted(batch.getProcess().getServiceName()));
  }

  /// Either query finds the same dependencies, and the same trace by its tags and by its operation.
  ///
  /// @param tags in JSON, which one trace of the service has
  static void assertSameFound(int ours, int stock, Batch batch, String tags) {
    String service = batch.getProcess().getServiceName();
    long end = Instant.now().toEpochMilli();
    assertSame(ours, stock, "/api/dependencies?endTs=%d&lookback=86400000".formatted(end));
    String range = "&start=%d&end=%d&limit=20".formatted((end - 3_600_000) * 1_000, end * 1_000);
    String search = "/api/traces?service=" + service + range + "&tags=" + encoded(tags);
    assertThat(ids(ours, search)).isEqualTo(ids(stock, search)).hasSize(1);
    String operation =
        "/api/traces?service=%s%s&operation=%s&minDuration=15us"
            .formatted(service, range, encoded("operation ž 2"));
    assertThat(ids(ours, operation)).isEqualTo(ids(stock, operation)).hasSize(1);
  }

  private static void assertSame(int ours, int stock, String path) {
    assertThat(names(ours, path)).as(path).isEqualTo(names(stock, path)).isNotEmpty();
  }

  private static TreeSet<String> names(int port, String path) {
    var names = new TreeSet<String>();
    data(port, path).forEach(each -> names.add(each.toString()));
    return names;
  }

  private static TreeSet<String> ids(int port, String path) {
    var ids = new TreeSet<String>();
    data(port, path)
        .forEach(each -> ids.add(each.path("traceID").asText().replaceFirst("^0+", "")));
    return ids;
  }

  private static JsonNode data(int port, String path) {
    try {
      return JSON.readTree(QueryClient.text(port, path)).path("data");
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Interchange() {}
}
