package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.TraceQuery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How many requests a read costs, and what becomes of answers that are larger than hoped.
class ReadRequestsTest {
  private static final String ONE = "00000000000000000000000000000001";
  private static final String TWO = "00000000000000000000000000000002";
  private static final TraceId ID = TraceId.parse(ONE);
  private static final String NOTHING = hits(0);

  private FaultServer server;
  private Storage storage;

  @BeforeEach
  void start() throws IOException {
    server = new FaultServer();
    var settings =
        SettingValues.defaults(Catalogue.of(Component.QUERY))
            .with(StorageSettings.ES_SERVER_URLS, List.of(server.url()));
    storage =
        new ElasticsearchStorage(
            settings, Product.ELASTICSEARCH, new SimpleMeterRegistry(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    storage.close();
    server.close();
  }

  @Test
  void readsATraceWithOneRequest() {
    server.thenOther(200, hits(2, span(ONE), span(ONE)));

    Optional<Trace> trace = storage.reader().trace(ID, Room.UNBOUNDED);

    assertThat(trace.orElseThrow().spans()).hasSize(2);
    assertThat(searches()).isEqualTo(1);
  }

  @Test
  void asksOlderIndicesOnceForATraceThatTheNewOnesDoNotHave() {
    server.thenOther(200, NOTHING).thenOther(200, hits(1, span(ONE)));

    assertThat(storage.reader().trace(ID, Room.UNBOUNDED)).isPresent();
    assertThat(searches()).isEqualTo(2);
  }

  @Test
  void findsTracesWithTwoRequests() {
    server.thenOther(200, buckets(1, 1));
    server.thenOther(200, hits(3, span(TWO), span(ONE), span(TWO)));

    assertThat(found()).hasSize(2);
    assertThat(searches()).isEqualTo(2);
  }

  @Test
  void leavesOutADocumentWhoseTraceIdIsNone() {
    server.thenOther(200, buckets(1, 1).replace(TWO, "not-an-id"));
    server.thenOther(200, hits(1, span(ONE)));

    assertThat(found()).hasSize(1);
  }

  /// 2,001 spans of two traces: those are counted, and each fetched by itself.
  @Test
  void countsTracesThatTogetherAreTooLarge() {
    server.thenOther(200, buckets(1, 1));
    server.thenOther(200, hits(2_001, span(ONE)));
    server.thenOther(200, buckets(2_000, 1));
    server.thenOther(200, hits(1, span(ONE))).thenOther(200, hits(1, span(TWO)));

    assertThat(found()).allSatisfy(trace -> assertThat(trace.spans()).hasSize(1)).hasSize(2);
    assertThat(searches()).isEqualTo(5);
  }

  /// One span more than `es.max-doc-count`, which no request may ask for.
  @Test
  void readsATraceThatIsLargerThanAPageOverAPointInTime() {
    server.thenOther(200, hits(10_001, span(ONE)));
    server.thenOther(200, "{\"nodes\":{\"x\":{\"version\":\"9.5.2\"}}}");
    server.thenOther(200, "{\"id\":\"a\"}").thenOther(200, hits(1, span(ONE)));

    Trace trace = storage.reader().trace(ID, Room.UNBOUNDED).orElseThrow();

    assertThat(trace.spans()).hasSize(1);
    assertThat(server.others()).anyMatch(request -> request.endsWith("/_pit"));
  }

  @Test
  void refusesAnAnswerThatDoesNotSayHowManySpansItHas() {
    server.thenOther(200, "{\"hits\":{\"hits\":[" + span(ONE) + "]}}");

    assertThatThrownBy(() -> storage.reader().trace(ID, Room.UNBOUNDED))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("before their number");
  }

  private List<Trace> found() {
    var query = new TraceQuery("a", null, Map.of(), Instant.EPOCH, Instant.now(), null, null, 20);
    try (FoundTraces traces = storage.reader().findTraces(query, Room.UNBOUNDED)) {
      return traces.rest();
    }
  }

  private long searches() {
    return server.others().stream().filter(request -> request.endsWith("/_search")).count();
  }

  private static String hits(int total, String... hits) {
    return "{\"hits\":{\"total\":{\"value\":%d},\"hits\":[%s]}}"
        .formatted(total, String.join(",", hits));
  }

  private static String span(String trace) {
    return "{\"_id\":\"x\",\"_source\":{\"traceID\":\"%s\",\"spanID\":\"1\",\"operationName\":\"o\",\"process\":{\"serviceName\":\"a\"}}}"
        .formatted(trace);
  }

  /// How many spans the two traces have.
  private static String buckets(int one, int two) {
    return "{\"aggregations\":{\"traceIDs\":{\"buckets\":[{\"key\":\"%s\",\"doc_count\":%d},{\"key\":\"%s\",\"doc_count\":%d}]}}}"
        .formatted(ONE, one, TWO, two);
  }
}
