package io.jaegerstack.query.http;

import static io.jaegerstack.query.Spans.TRACE;
import static io.jaegerstack.query.Spans.at;
import static io.jaegerstack.query.Spans.child;
import static io.jaegerstack.query.Spans.span;
import static io.jaegerstack.query.Spans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.query.RunningQuery;
import io.jaegerstack.settings.QuerySettings;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.TraceQuery;
import io.micrometer.core.instrument.Counter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryHttpApiTest {
  private static final String SEARCH = "/api/traces?service=shop";

  private final FakeStorage storage = new FakeStorage();
  private RunningQuery query;

  @BeforeEach
  void start() throws IOException {
    query = new RunningQuery(storage);
  }

  @AfterEach
  void stop() {
    query.close();
  }

  @Test
  void namesServices() throws Exception {
    storage.with(trace(at("b", 1, 0, 0, 1), at("a", 2, 1, 0, 1)));

    assertBody(
        "/api/services",
        """
        {"data":["service-a","service-b"],"total":2,"limit":0,"offset":0,"errors":null}""");
  }

  @Test
  void answersEmptyListRatherThanNull() throws Exception {
    assertBody(
        "/api/services", "{\"data\":[],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":null}");
  }

  @Test
  void namesEachOperationOnceOnTheOlderPath() throws Exception {
    storage.with(new Operation("get", "client")).with(new Operation("get", "server"));

    assertBody(
        "/api/services/a%2Fb/operations",
        "{\"data\":[\"get\"],\"total\":1,\"limit\":0,\"offset\":0,\"errors\":null}");
  }

  @Test
  void answersOperationsOfOneKind() throws Exception {
    storage.with(new Operation("get", "client")).with(new Operation("<get>", "server"));

    assertBody(
        "/api/operations?service=shop&spanKind=server",
        """
        {"data":[{"name":"<get>","spanKind":"server"}],"total":1,"limit":0,"offset":0,"errors":null}""");
  }

  @Test
  void answersAllOperationsWhereTheStorageKnowsNoKinds() throws Exception {
    storage.with(new Operation("get", ""));

    assertThat(query.get("/api/operations?service=shop&spanKind=server").body())
        .contains("{\"name\":\"get\",\"spanKind\":\"\"}");
  }

  @Test
  void readsEveryParameterOfSearch() throws Exception {
    query.get(
        SEARCH
            + "&operation=GET+%2Fcart&start=1000000&end=2000000&limit=7&minDuration=1.5ms"
            + "&maxDuration=2s&tag=a:b:c&tags=%7B%22error%22%3A%22true%22%7D&lookback=1h");

    assertThat(storage.lastQuery())
        .isEqualTo(
            new TraceQuery(
                "shop",
                "GET /cart",
                Map.of("a", "b:c", "error", "true"),
                Instant.ofEpochSecond(1),
                Instant.ofEpochSecond(2),
                Duration.ofNanos(1_500_000),
                Duration.ofSeconds(2),
                7));
  }

  @Test
  void searchesTheLastTwoDaysForHundredTracesByDefault() throws Exception {
    query.get(SEARCH);

    TraceQuery asked = storage.lastQuery();
    assertThat(asked.limit()).isEqualTo(100);
    assertThat(Duration.between(asked.from(), asked.to())).isEqualTo(Duration.ofDays(2));
    assertThat(asked.to()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(asked.operation()).isNull();
  }

  @Test
  void takesLookbackWhereNoStartIsGiven() throws Exception {
    query.get(SEARCH + "&end=7200000000&lookback=1h");

    assertThat(storage.lastQuery().from()).isEqualTo(Instant.ofEpochSecond(3_600));
  }

  @Test
  void findsTracesByTheirIdsAndNamesThoseThatAreMissing() throws Exception {
    storage.with(trace(span(1)));

    String body = query.get("/api/traces?traceID=2a&traceID=2A&traceID=7").body();

    assertThat(body)
        .startsWith("{\"data\":[{\"traceID\":\"000000000000002a\"")
        .endsWith(
            """
            ],"total":0,"limit":0,"offset":0,"errors":[{"msg":"trace not found","traceID":"0000000000000007"}]}""");
    assertThat(body.split("\"spanID\"", -1)).hasSize(2);
  }

  @Test
  void answersUnknownTraceWithNotFound() throws Exception {
    HttpResponse<String> answer = query.get("/api/traces/123456aBC");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            """
            {"data":null,"total":0,"limit":0,"offset":0,"errors":[{"code":404,"msg":"trace not found"}]}""");
  }

  @Test
  void writesTraceAsJaegerDoes() throws Exception {
    storage.with(GoldenTrace.trace());

    HttpResponse<String> answer = query.get("/api/traces/" + GoldenTrace.ID);

    assertThat(answer.body()).isEqualTo(GoldenTrace.json());
    assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
  }

  @Test
  void adjustsTracesUnlessRawIsAskedFor() throws Exception {
    storage.with(trace(span(1, Tag.of("ip", 0x01020304L))));

    assertThat(query.get("/api/traces/2a").body()).contains("\"value\":\"1.2.3.4\"");
    assertThat(query.get("/api/traces/2a?raw=false").body()).contains("\"value\":\"1.2.3.4\"");
    assertThat(query.get(SEARCH).body()).contains("\"value\":\"1.2.3.4\"");
    assertThat(query.get("/api/traces/2a?raw=true").body()).contains("\"value\":16909060");
  }

  @Test
  void mergesDependenciesAndKeepsThoseOfOneService() throws Exception {
    storage
        .with(new DependencyLink("killer", "queen", 12))
        .with(new DependencyLink("a", "b", 1))
        .with(new DependencyLink("killer", "queen", 3));

    assertBody(
        "/api/dependencies?endTs=1476374248550&lookback=1000&service=queen",
        """
        {"data":[{"parent":"killer","child":"queen","callCount":15}],"total":0,"limit":0,"offset":0,"errors":null}""");
    assertThat(storage.dependenciesEnd()).isEqualTo(Instant.ofEpochMilli(1476374248550L));
    assertThat(storage.dependenciesLookback()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void looksBackOneDayForDependenciesByDefault() throws Exception {
    query.get("/api/dependencies");

    assertThat(storage.dependenciesLookback()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void tellsFailuresOfTheStorageByTheirKind() throws Exception {
    storage.failWith(StorageException.Kind.UNAVAILABLE);
    assertFailure(503, "whatsamattayou", "/api/services");
    storage.failWith(StorageException.Kind.OVERLOADED);
    assertFailure(503, "whatsamattayou", SEARCH);
    storage.failWith(StorageException.Kind.INVALID);
    assertFailure(400, "whatsamattayou", "/api/traces/2a");

    assertThat(
            query
                .registry()
                .get("jaeger.query.requests")
                .tags("operation", "find_traces", "result", "err")
                .counter()
                .count())
        .isOne();
  }

  @Test
  void answersUnknownApiPathInJson() throws Exception {
    assertFailure(404, "no such path: /api/nothing/here", "/api/nothing/here");
  }

  @Test
  void packsLargeAnswersForCallersThatTakeIt() throws Exception {
    var spans = new ArrayList<Span>();
    for (int i = 1; i <= 10_000; i++) {
      spans.add(child(i, i - 1, Tag.of("http.url", "http://shop/cart/" + i)));
    }
    storage.with(new Trace(TRACE, spans));

    HttpResponse<byte[]> packed = query.bytes("/api/traces/2a", "Accept-Encoding", "gzip, br");
    HttpResponse<byte[]> plain = query.bytes("/api/traces/2a");

    assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(packed.headers().firstValue("vary")).contains("Accept-Encoding");
    assertThat(packed.body().length).isLessThan(plain.body().length / 5);
    try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(unpacking.readAllBytes()).isEqualTo(plain.body());
    }
    assertThat(new String(plain.body(), StandardCharsets.UTF_8).split("\"operationName\"", -1))
        .hasSize(10_001);
  }

  @Test
  void putsAdditionalHeadersOnEveryAnswer() throws Exception {
    var lines = List.of("X-Frame-Options: DENY", "content-security-policy: frame-ancestors *");
    try (var other =
        new RunningQuery(storage, s -> s.with(QuerySettings.ADDITIONAL_HEADERS, lines))) {
      for (String path : List.of("/api/services", "/api/traces/7", "/search", "/api/traces")) {
        assertThat(other.get(path).headers().allValues("x-frame-options")).containsExactly("DENY");
      }
      assertThat(other.get("/search").headers().allValues("content-security-policy"))
          .containsExactly("frame-ancestors *");
    }
  }

  @Test
  void livesUnderItsBasePath() throws Exception {
    try (var other =
        new RunningQuery(storage, s -> s.with(QuerySettings.BASE_PATH, "/tracing/ui"))) {
      assertThat(other.get("/tracing/ui/api/services").statusCode()).isEqualTo(200);
      assertThat(other.get("/api/services").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void countsAndTimesReads() throws Exception {
    storage.with(trace(span(1))).with(new Trace(new TraceId(1, 2), List.of(span(3))));

    query.get(SEARCH);
    var registry = query.registry();
    var latency =
        registry
            .get("jaeger_query_latency")
            .tags("operation", "find_traces", "result", "ok")
            .timer();
    // A read ends behind the last byte of the answer, and this is its last figure here.
    await(() -> latency.count() > 0);

    assertThat(latency.count()).isOne();
    assertThat(
            registry
                .get("jaeger.query.requests")
                .tags("operation", "find_traces", "result", "ok")
                .counter()
                .count())
        .isOne();
    assertThat(
            registry.get("jaeger.query.responses").tags("operation", "find_traces").summary().max())
        .isEqualTo(2);
  }

  @Test
  void countsAnswersByRouteAndStatus() throws Exception {
    query.get("/api/traces/2a");
    query.get("/api/traces/nonsense");

    await(() -> answers("404") + answers("400") > 1);
    assertThat(answers("404")).isOne();
    assertThat(answers("400")).isOne();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private double answers(String status) {
    return query
        .registry()
        .find("jaegerstack.query.http.requests")
        .tags("route", "/api/traces/{traceID}", "status", status)
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private void assertBody(String path, String expected) throws Exception {
    HttpResponse<String> answer = query.get(path);
    assertThat(answer.body()).isEqualTo(expected);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
  }

  private void assertFailure(int status, String message, String path) throws Exception {
    HttpResponse<String> answer = query.get(path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .contains("\"errors\":[{\"code\":%d,\"msg\":\"%s\"}]".formatted(status, message));
  }
}
