package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Log;
import io.jaegertracing.thriftjava.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Jaeger's own collector and query beside ours, over one real Elasticsearch: either reads what the
/// other writes.
class StockElasticsearchIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path UNPACKED = Path.of(System.getProperty("allinone.elasticsearch"));

  @Test
  void stockJaegerAndOursReadEachOtherOverElasticsearch8() throws Exception {
    assertInterchange("8", "both8");
  }

  /// Without searches and dependencies of Jaeger's: Elasticsearch 9 refuses its ranges ("[range]
  /// query does not support [from]").
  @Test
  @Tag("full")
  void stockJaegerAndOursReadEachOtherOverElasticsearch9() throws Exception {
    assertInterchange("9", "both9");
  }

  /// The mode in which rollovers are made; and with tags where Kibana can use them.
  @ParameterizedTest
  @Tag("full")
  @ValueSource(strings = {"--es.use-aliases=true", "--es.tags-as-fields.all=true"})
  void soTheyDoInOtherModes(String mode) throws Exception {
    assertInterchange("8", "mode" + mode.length(), mode);
  }

  private static void assertInterchange(String major, String prefix, String... more)
      throws Exception {
    Path home = home(major);
    Path run = Path.of("target", prefix + "-run").toAbsolutePath();
    String version = home.getFileName().toString().replace("elasticsearch-", "");
    ClientProgram.built(StockJaeger.V67);
    try (var server = RealElasticsearch.start(home, run, "127.0.0.1", 0);
        var front = ElasticsearchFront.of(server.uri(), version);
        var ours = ours(front, prefix, more);
        var stock = Stock.start(front, prefix, more)) {
      List<Batch> theirs = recent(ThriftBatches.of(900, 6, 12));
      List<Batch> own = recent(ThriftBatches.of(950, 6, 12));
      // Ours first: it creates what rollovers need, as Jaeger's init job would.
      own.forEach(batch -> post(ours.port("collector http"), batch));
      awaitStored(server, prefix);
      theirs.forEach(batch -> post(stock.collector(), batch));
      writeDependencies(server, prefix, more);

      for (int query : List.of(ours.port("query http"), stock.query())) {
        assertShown(query, theirs);
        assertShown(query, own);
      }
      for (Batch batch : List.of(own.getFirst(), theirs.getFirst())) {
        assertSameNames(ours.port("query http"), stock.query(), batch);
        if (major.equals("8")) {
          assertSameFound(ours.port("query http"), stock.query(), batch);
        }
      }
    }
  }

  private static void awaitStored(RealElasticsearch server, String prefix) {
    Eventually.find(
        "spans in " + prefix,
        () -> {
          try {
            String count = server.request("GET", prefix + "-jaeger-span-*/_count", "");
            return Optional.of(count).filter(it -> !it.contains("\"count\":0"));
          } catch (IOException notYet) {
            return Optional.empty();
          }
        });
  }

  private static Path home(String major) throws IOException {
    try (Stream<Path> entries = Files.list(UNPACKED)) {
      return entries
          .filter(it -> it.getFileName().toString().matches("elasticsearch-" + major + "[.0-9]*"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no elasticsearch-" + major + "… in " + UNPACKED))
          .toAbsolutePath();
    }
  }

  private static JavaProcess ours(ElasticsearchFront front, String prefix, String... more)
      throws IOException {
    return JavaProcess.start(
        "runtime-all-in-one",
        Stream.of(
                Arrays.stream(Flags.ALL_IN_ONE),
                Stream.of("--span-storage.type=elasticsearch"),
                storage(front, prefix),
                Arrays.stream(more))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private static Stream<String> storage(ElasticsearchFront front, String prefix) {
    return Stream.of(
        "--es.server-urls=" + front.url(),
        "--es.index-prefix=" + prefix,
        "--es.num-shards=1",
        "--es.num-replicas=0");
  }

  /// All of Jaeger in one process, on ports that were free a moment ago.
  private record Stock(StockJaeger jaeger, int collector, int query) implements AutoCloseable {
    static Stock start(ElasticsearchFront front, String prefix, String... more) throws Exception {
      int collector = free();
      int query = free();
      var flags = new ArrayList<String>();
      for (String each : List.of("collector.grpc-server", "query.grpc-server", "admin.http")) {
        flags.add("--%s.host-port=127.0.0.1:%d".formatted(each, free()));
      }
      flags.add("--collector.otlp.enabled=false");
      flags.add("--collector.http-server.host-port=127.0.0.1:" + collector);
      flags.add("--query.http-server.host-port=127.0.0.1:" + query);
      flags.add("--es.version=8");
      storage(front, prefix).forEach(flags::add);
      flags.addAll(List.of(more));
      var enter = List.of("env", "SPAN_STORAGE_TYPE=elasticsearch");
      String program = ClientProgram.built(StockJaeger.V67) + "/all-in-one";
      Process process =
          Jaeger17.started(enter, program, "67-" + prefix, flags.toArray(String[]::new));
      var stock = new Stock(new StockJaeger(process), collector, query);
      Eventually.find("stock Jaeger answers", () -> services(query));
      return stock;
    }

    private static int free() throws IOException {
      try (var socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      }
    }

    @Override
    public void close() throws IOException {
      jaeger.close();
    }
  }

  private static Optional<JsonNode> services(int port) {
    try {
      return Optional.of(new QueryClient(port).services());
    } catch (AssertionError notYet) {
      return Optional.empty();
    }
  }

  /// Jaeger looks three days back.
  private static List<Batch> recent(List<Batch> batches) {
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

  private static void post(int port, Batch batch) {
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

  private static void assertShown(int query, List<Batch> sent) {
    for (Batch batch : sent) {
      JsonNode shown =
          new QueryClient(query).awaitTrace(ThriftBatches.traceId(batch), batch.getSpansSize());
      assertThat(WholeSpan.ofApi(shown))
          .as("port %d", query)
          .containsExactlyInAnyOrderElementsOf(WholeSpan.ofThrift(List.of(batch)));
    }
  }

  private static void assertSameNames(int ours, int stock, Batch batch) {
    String service = batch.getProcess().getServiceName();
    for (String path : List.of("/api/services", "/api/services/%s/operations".formatted(service))) {
      assertThat(names(ours, path)).as(path).isEqualTo(names(stock, path)).isNotEmpty();
    }
  }

  private static void assertSameFound(int ours, int stock, Batch batch) {
    String service = batch.getProcess().getServiceName();
    long end = Instant.now().toEpochMilli();
    String links = "/api/dependencies?endTs=%d&lookback=86400000".formatted(end);
    assertThat(names(ours, links)).as(links).isEqualTo(names(stock, links)).isNotEmpty();
    String range = "&start=%d&end=%d&limit=20".formatted((end - 3_600_000) * 1_000, end * 1_000);
    // Jaeger takes values for regular expressions: none with a question mark.
    String tags = "{\"big\":\"-9223372036854775805\",\"cached\":\"false\"}";
    String search = "/api/traces?service=" + service + range + "&tags=" + encoded(tags);
    assertThat(ids(ours, search)).isEqualTo(ids(stock, search)).hasSize(1);
    String operation =
        "/api/traces?service=%s%s&operation=%s&minDuration=15us"
            .formatted(service, range, encoded("operation ž 2"));
    assertThat(ids(ours, operation)).isEqualTo(ids(stock, operation)).hasSize(1);
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

  private static void writeDependencies(RealElasticsearch server, String prefix, String... more)
      throws IOException {
    Instant now = Instant.now();
    boolean isAliased = List.of(more).contains("--es.use-aliases=true");
    String index =
        prefix + "-jaeger-dependencies-" + (isAliased ? "write" : now.toString().substring(0, 10));
    server.request(
        "POST",
        index + "/_doc?refresh=true",
        "{\"timestamp\":\"%s\",\"dependencies\":[{\"parent\":\"a\",\"child\":\"b\",\"callCount\":3}]}"
            .formatted(now.minusSeconds(60)));
  }
}
