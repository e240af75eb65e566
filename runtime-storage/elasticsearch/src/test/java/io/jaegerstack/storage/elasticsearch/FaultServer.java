package io.jaegerstack.storage.elasticsearch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/// Answers bulk requests as an Elasticsearch in trouble would: as told, one fault per request, and
/// like a healthy one when no fault is left. Keeps what it was sent.
final class FaultServer implements AutoCloseable {
  /// What one bulk request meets.
  interface Fault {
    void answer(HttpExchange exchange, Bulk bulk) throws IOException;
  }

  /// A bulk request: its head and the ids of its documents.
  record Bulk(String body, List<String> ids, boolean zipped, String authorization) {}

  private record Other(int status, String body) {}

  private static final String TEMPLATE = "/_index_template/";
  private static final String SIMULATE = TEMPLATE + "_simulate_index/";
  private static final Pattern ID = Pattern.compile("\"_id\":\"([^\"]+)\"}}\n");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Fault> faults = new ArrayDeque<>();
  private final Queue<Other> otherAnswers = new ArrayDeque<>();
  private final List<Bulk> bulks = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private final Map<String, String> templates = new HashMap<>();
  private boolean isHidingIndices;
  private final CountDownLatch closing = new CountDownLatch(1);

  FaultServer() throws IOException {
    this(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
  }

  FaultServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// The next bulk requests meet these, in order.
  synchronized FaultServer then(Fault... next) {
    faults.addAll(List.of(next));
    return this;
  }

  /// The next request that is no bulk request is answered this; those behind the last one `200 {}`.
  synchronized FaultServer thenOther(int status, String body) {
    otherAnswers.add(new Other(status, body));
    return this;
  }

  /// From now on nobody may look at indices.
  synchronized FaultServer hidingIndices() {
    isHidingIndices = true;
    return this;
  }

  /// Bulk requests so far.
  synchronized List<Bulk> bulks() {
    return List.copyOf(bulks);
  }

  /// Method and path of all other requests so far.
  synchronized List<String> others() {
    return List.copyOf(others);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestURI().getPath().equals("/_bulk")) {
      Bulk bulk = bulk(exchange, body);
      next(bulk).answer(exchange, bulk);
      return;
    }
    Other other = other(exchange, body);
    answer(exchange, other.status(), other.body());
  }

  private synchronized Other other(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    others.add(exchange.getRequestMethod() + " " + path);
    if (path.startsWith(TEMPLATE) && exchange.getRequestMethod().equals("PUT")) {
      templates.put(path.substring(TEMPLATE.length()), text(exchange, body));
    }
    if (isHidingIndices && exchange.getRequestMethod().equals("GET") && !path.startsWith("/_")) {
      return new Other(403, "{\"error\":{\"type\":\"security_exception\"}}");
    }
    Other answer = otherAnswers.poll();
    if (answer != null) {
      return answer;
    }
    return new Other(200, path.startsWith(SIMULATE) ? simulated(path) : "{}");
  }

  /// What a new index would get of the templates that were put.
  private String simulated(String path) {
    String index = path.substring(SIMULATE.length());
    return templates.entrySet().stream()
        .filter(template -> index.startsWith(template.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse("{}");
  }

  /// The templates that `settings` want are there.
  synchronized FaultServer withTemplates(SettingValues settings) {
    var names = IndexNames.of(settings);
    for (IndexNames.Kind kind : IndexNames.Kind.values()) {
      var template = new Templates(settings).of(kind, names, () -> Product.ELASTICSEARCH);
      templates.put(names.base(kind), new String(Json.write(template), StandardCharsets.UTF_8));
    }
    return this;
  }

  private static boolean isZipped(HttpExchange exchange) {
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
  }

  private static String text(HttpExchange exchange, byte[] body) throws IOException {
    byte[] plain =
        isZipped(exchange)
            ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()
            : body;
    return new String(plain, StandardCharsets.UTF_8);
  }

  private static Bulk bulk(HttpExchange exchange, byte[] body) throws IOException {
    String text = text(exchange, body);
    var ids = new ArrayList<String>();
    for (Matcher match = ID.matcher(text); match.find(); ) {
      ids.add(match.group(1));
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    return new Bulk(text, ids, isZipped(exchange), authorization == null ? "" : authorization);
  }

  private synchronized Fault next(Bulk bulk) {
    bulks.add(bulk);
    Fault fault = faults.poll();
    return fault == null ? items() : fault;
  }

  /// Every item is answered `statuses` in turn; 201 where there are none left.
  static Fault items(int... statuses) {
    return (exchange, bulk) ->
        answer(
            exchange,
            200,
            IntStream.range(0, bulk.ids().size())
                .mapToObj(i -> item(i < statuses.length ? statuses[i] : 201))
                .collect(Collectors.joining(",", "{\"items\":[", "]}")));
  }

  private static String item(int status) {
    String error =
        switch (status) {
          case 201 -> "";
          case 400 ->
              ",\"error\":{\"type\":\"document_parsing_exception\",\"reason\":\"failed to parse field [x]. Preview of field's value: 'a secret'\"}";
          case 403 -> ",\"error\":{\"type\":\"cluster_block_exception\",\"reason\":\"read-only\"}";
          case 429 ->
              ",\"error\":{\"type\":\"es_rejected_execution_exception\",\"reason\":\"queue is full\"}";
          default -> ",\"error\":{\"type\":\"some_exception\",\"reason\":\"for a reason\"}";
        };
    return "{\"create\":{\"status\":%d%s}}".formatted(status, error);
  }

  static Fault status(int status) {
    return (exchange, bulk) ->
        answer(exchange, status, "{\"error\":{\"type\":\"some_exception\",\"reason\":\"no\"}}");
  }

  static Fault body(String text) {
    return (exchange, bulk) -> answer(exchange, 200, text);
  }

  /// 413 to a request that has the document `id`, with others or alone.
  static Fault tooLargeWith(String id) {
    return (exchange, bulk) -> {
      if (bulk.ids().contains(id)) {
        status(413).answer(exchange, bulk);
      } else {
        items().answer(exchange, bulk);
      }
    };
  }

  /// The connection ends without an answer.
  static Fault reset() {
    return (exchange, bulk) -> exchange.close();
  }

  /// No answer as long as this server lives.
  Fault silence() {
    return (exchange, bulk) -> {
      try {
        closing.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    };
  }

  /// The documents are stored by `real`, and nobody is told.
  static Fault storedButLost(URI real) {
    return (exchange, bulk) -> {
      stored(real, bulk);
      exchange.close();
    };
  }

  /// What `real` answers.
  static Fault forwarded(URI real) {
    return (exchange, bulk) -> answer(exchange, 200, stored(real, bulk));
  }

  private static String stored(URI real, Bulk bulk) {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
            .with(StorageSettings.ES_SERVER_URLS, List.of(real.toString()));
    byte[] lines = bulk.body().getBytes(StandardCharsets.UTF_8);
    try (var http = new EsHttp(settings, new SimpleMeterRegistry())) {
      byte[] answer = http.call("POST", "_bulk", EsHttp.NDJSON, lines, lines.length);
      return new String(answer, StandardCharsets.UTF_8);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
