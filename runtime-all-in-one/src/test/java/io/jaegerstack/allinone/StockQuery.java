package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jaegertracing.thriftjava.Batch;
import java.util.List;
import java.util.Optional;

/// The v1 JSON API of Jaeger's query service or of ours, inside a network of its own.
record StockQuery(NetworkNamespace network, int port) {
  private static final int STOCK_PORT = 16_686;

  /// Jaeger's.
  static StockQuery of(NetworkNamespace network) {
    return new StockQuery(network, STOCK_PORT);
  }

  /// Each batch is a trace, and shown exactly as it was sent.
  void assertShown(List<Batch> sent) {
    for (Batch batch : sent) {
      JsonNode shown = awaitTrace(ThriftBatches.traceId(batch), batch.getSpansSize());
      assertThat(WholeSpan.ofApi(shown))
          .containsExactlyInAnyOrderElementsOf(WholeSpan.ofThrift(List.of(batch)));
    }
  }

  /// The trace, once it has exactly this many spans.
  JsonNode awaitTrace(String id, int spans) {
    return Eventually.find(
        "trace %s with %d spans".formatted(id, spans),
        () ->
            get("/api/traces/" + id)
                .map(answer -> answer.path("data").path(0))
                .filter(trace -> trace.path("spans").size() == spans));
  }

  /// Names of services, once the query service is there.
  Optional<JsonNode> services() {
    return get("/api/services");
  }

  private Optional<JsonNode> get(String path) {
    return Jaeger17.get(network.enter(), "http://127.0.0.1:%d%s".formatted(port, path));
  }
}
