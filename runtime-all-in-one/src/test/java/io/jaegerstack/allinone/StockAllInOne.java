package io.jaegerstack.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Jaeger's collector and query in one process over a storage of ours, on ports that were free a
/// moment ago.
///
/// @param collector port of its HTTP
/// @param query port of its HTTP
record StockAllInOne(StockJaeger jaeger, int collector, int query) implements AutoCloseable {
  /// Starts Jaeger 1.67, and returns when it answers.
  ///
  /// @param type of `SPAN_STORAGE_TYPE`; its log goes to `target/stock-67-<type>.log`
  static StockAllInOne start(String type, List<String> storage) throws Exception {
    int collector = free();
    int query = free();
    var flags = new ArrayList<String>();
    for (String each : List.of("collector.grpc-server", "query.grpc-server", "admin.http")) {
      flags.add("--%s.host-port=127.0.0.1:%d".formatted(each, free()));
    }
    flags.add("--collector.otlp.enabled=false");
    flags.add("--collector.http-server.host-port=127.0.0.1:" + collector);
    flags.add("--query.http-server.host-port=127.0.0.1:" + query);
    flags.addAll(storage);
    var enter = List.of("env", "SPAN_STORAGE_TYPE=" + type);
    String program = ClientProgram.built(StockJaeger.V67) + "/all-in-one";
    Process process = Jaeger17.started(enter, program, "67-" + type, flags.toArray(String[]::new));
    var stock = new StockAllInOne(new StockJaeger(process), collector, query);
    Eventually.find("stock Jaeger answers", stock::services);
    return stock;
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Optional<JsonNode> services() {
    try {
      return Optional.of(new QueryClient(query).services());
    } catch (AssertionError notYet) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    jaeger.close();
  }
}
