package io.jaegerstack.allinone;

import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import io.jaegertracing.thriftjava.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Jaeger's own collector and query beside ours, over one real Elasticsearch: either reads what the
/// other writes.
class StockElasticsearchIT {
  /// Jaeger takes values for regular expressions: none with a question mark.
  private static final String TAGS = "{\"big\":\"-9223372036854775805\",\"cached\":\"false\"}";

  private static final String AS_FIELDS = "--es.tags-as-fields.all=true";

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
  @ValueSource(strings = {"--es.use-aliases=true", AS_FIELDS})
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
        var stock = stock(front, prefix, more)) {
      List<Batch> theirs = Interchange.recent(ThriftBatches.of(900, 6, 12));
      List<Batch> own = Interchange.recent(ThriftBatches.of(950, 6, 12));
      // Ours first: it creates what rollovers need, as Jaeger's init job would.
      own.forEach(batch -> Interchange.post(ours.port("collector http"), batch));
      awaitStored(server, prefix);
      theirs.forEach(batch -> Interchange.post(stock.collector(), batch));
      writeDependencies(server, prefix, more);

      for (int query : List.of(ours.port("query http"), stock.query())) {
        if (!List.of(more).contains(AS_FIELDS)) {
          Interchange.assertShown(query, theirs);
        }
        Interchange.assertShown(query, own);
      }
      Interchange.assertShownAlike(ours.port("query http"), stock.query(), theirs);
      for (Batch batch : List.of(own.getFirst(), theirs.getFirst())) {
        Interchange.assertSameNames(ours.port("query http"), stock.query(), batch);
        if (major.equals("8")) {
          Interchange.assertSameFound(ours.port("query http"), stock.query(), batch, TAGS);
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

  private static StockAllInOne stock(ElasticsearchFront front, String prefix, String... more)
      throws Exception {
    Stream<String> own = Stream.concat(Stream.of("--es.version=8"), storage(front, prefix));
    return StockAllInOne.start("elasticsearch", Stream.concat(own, Stream.of(more)).toList());
  }

  private static Stream<String> storage(ElasticsearchFront front, String prefix) {
    return Stream.of(
        "--es.server-urls=" + front.url(),
        "--es.index-prefix=" + prefix,
        "--es.num-shards=1",
        "--es.num-replicas=0");
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
