package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is in the real server once we have written, and what we make of what others have.
class SchemaIT {
  private static void write(ElasticsearchUnderTest under, Span... spans) {
    var batches = List.of(SpanBatch.of(List.of(spans)));
    var outcome = new RecordedOutcome();
    under.storage().writer().write(batches, outcome);
    outcome.assertAllStored(batches);
    under.showWrites();
  }

  private static Map<String, Object> get(String path) throws IOException {
    return Json.readObject(
        ElasticsearchUnderTest.request("GET", path, "").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void putsSpansIntoTheIndexOfTheirOwnDay() throws IOException {
    var under = ElasticsearchUnderTest.withPrefix("days");
    write(
        under,
        TestSpan.of("s", "o").start(Instant.parse("2026-03-09T23:59:59.999999Z")).build(),
        TestSpan.of("s", "o").start(Instant.parse("2026-03-10T00:00:00Z")).build());
    assertThat(get("days-*/_count?filter_path=count")).containsEntry("count", 4);
    assertThat(get("days-*/_settings").keySet())
        .containsExactlyInAnyOrder(
            "days-jaeger-span-2026-03-09",
            "days-jaeger-span-2026-03-10",
            "days-jaeger-service-2026-03-09",
            "days-jaeger-service-2026-03-10");
  }

  @Test
  void givesIndicesJaegersMappingsAndSettings() throws IOException {
    var under = ElasticsearchUnderTest.withPrefix("mapped");
    write(under, TestSpan.of("s", "o").start(Instant.parse("2026-03-09T12:00:00Z")).build());
    var index = Json.asObject(get("mapped-jaeger-span-2026-03-09").values().iterator().next());
    var properties = Json.at(index, "mappings", "properties");
    var keyword = Map.of("type", "keyword", "ignore_above", 256);
    for (String each : List.of("traceID", "spanID", "parentSpanID", "operationName")) {
      assertThat(properties).containsEntry(each, keyword);
    }
    assertThat(Json.at(properties, "process", "properties")).containsEntry("serviceName", keyword);
    assertThat(properties)
        .containsEntry("startTime", Map.of("type", "long"))
        .containsEntry("duration", Map.of("type", "long"))
        .containsEntry("flags", Map.of("type", "integer"))
        .containsEntry("startTimeMillis", Map.of("type", "date", "format", "epoch_millis"));
    for (String each : List.of("tags", "logs", "references")) {
      assertThat(Json.at(properties, each))
          .containsEntry("type", "nested")
          .containsEntry("dynamic", "false");
    }
    assertThat(Json.at(properties, "process", "properties", "tags"))
        .containsEntry("type", "nested");
    assertThat(Json.at(properties, "logs", "properties", "fields")).containsEntry("type", "nested");
    assertThat(Json.at(index, "settings", "index"))
        .containsEntry("number_of_shards", "2")
        .containsEntry("number_of_replicas", "0");
    assertThat(Json.at(index, "settings", "index", "mapping", "nested_fields"))
        .containsEntry("limit", "50");
  }

  @Test
  void namesServiceDocumentsAsJaegerDoes() throws IOException {
    var under = ElasticsearchUnderTest.withPrefix("services");
    write(under, TestSpan.of("foo", "bar").start(Instant.parse("2026-03-09T12:00:00Z")).build());
    assertThat(get("services-jaeger-service-2026-03-09/_doc/85944171f73967e8").get("_source"))
        .isEqualTo(Map.of("serviceName", "foo", "operationName", "bar"));
  }

  @Test
  void saysWhichIndexWasThereBeforeItsTemplate() {
    ElasticsearchUnderTest.request(
        "PUT", "early-jaeger-span-2026-03-09/_doc/1", "{\"traceID\":\"1\"}");
    var under = ElasticsearchUnderTest.withPrefix("early");
    assertThatThrownBy(() -> under.storage().check())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("index early-jaeger-span-2026-03-09 has traceID as text")
        .hasMessageContaining("expected keyword");
  }

  @Test
  void checksTheServersVersionAndHealth() {
    ElasticsearchUnderTest.withPrefix("checked").storage().check();
  }

  @Test
  void findsTracesOfWritersWithOtherIds() {
    var under = ElasticsearchUnderTest.withPrefix("legacy");
    String today = "legacy-jaeger-span-" + TestSpan.START.toString().substring(0, 10);
    write(under, TestSpan.of("legacy", "first").build());
    String document =
        "{\"traceID\":\"%s\",\"spanID\":\"%s\",\"operationName\":\"o\",\"startTime\":%d,\"startTimeMillis\":%d,\"process\":{\"serviceName\":\"legacy\",\"tags\":[]}}";
    long millis = TestSpan.START.toEpochMilli();
    for (String[] ids :
        new String[][] {
          {"ab1", "1"}, {"0000000000000ab1", "2"}, {"00000000000000000000000000000ab1", "3"}
        }) {
      ElasticsearchUnderTest.request(
          "POST",
          today + "/_doc?refresh=true",
          document.formatted(ids[0], ids[1], millis * 1_000, millis));
    }
    assertThat(under.storage().reader().trace(new TraceId(0, 0xab1), Room.UNBOUNDED))
        .get()
        .extracting(trace -> trace.spans().size())
        .isEqualTo(3);
  }

  @Test
  void readsATraceOfFiftyThousandSpans() {
    var under = ElasticsearchUnderTest.withPrefix("large");
    TraceId trace = TestSpan.newTraceId();
    var batch = new SpanBatch(new byte[0]);
    for (int i = 0; i < 50_000; i++) {
      batch.add(FlatSpan.of(TestSpan.of("large", "step").in(trace).id(new SpanId(i + 1L)).build()));
    }
    var outcome = new RecordedOutcome();
    under.storage().writer().write(List.of(batch), outcome);
    outcome.assertAllStored(List.of(batch));
    under.showWrites();
    assertThat(
            under.storage().reader().trace(trace, Room.UNBOUNDED).map(Trace::spans).orElseThrow())
        .extracting(Span::spanId)
        .doesNotHaveDuplicates()
        .hasSize(50_000);
  }

  @Test
  void storesOnceWhatIsSentAgainAfterALostAnswer() throws IOException {
    URI real = RealElasticsearch.shared().uri();
    Span span = TestSpan.of("lost", "o").build();
    var batches = List.of(SpanBatch.of(List.of(span)));
    var outcome = new RecordedOutcome();
    var direct = ElasticsearchUnderTest.withPrefix("lost");
    write(direct, TestSpan.of("lost", "first").build());
    try (var proxy = new FaultServer()) {
      proxy.then(
          FaultServer.storedButLost(real),
          FaultServer.storedButLost(real),
          FaultServer.forwarded(real));
      var through =
          ElasticsearchUnderTest.with("lost", StorageSettings.ES_SERVER_URLS, List.of(proxy.url()));
      through.storage().writer().write(batches, outcome);
      assertThat(proxy.bulks()).hasSize(3);
    }
    outcome.assertAllStored(batches);
    direct.showWrites();
    assertThat(
            direct.storage().reader().trace(span.traceId(), Room.UNBOUNDED).orElseThrow().spans())
        .containsExactly(span);
  }

  @Test
  void waitsOutAnIndexThatIsReadOnlyForNow() throws Exception {
    URI real = RealElasticsearch.shared().uri();
    write(ElasticsearchUnderTest.withPrefix("blocked"), TestSpan.of("blocked", "first").build());
    String settings = "blocked-*/_settings";
    ElasticsearchUnderTest.request(
        "PUT", settings, "{\"index.blocks.read_only_allow_delete\":true}");
    var refused = new CountDownLatch(1);
    FaultServer.Fault seen =
        (exchange, bulk) -> {
          FaultServer.forwarded(real).answer(exchange, bulk);
          refused.countDown();
        };
    var batches = List.of(SpanBatch.of(List.of(TestSpan.of("blocked", "o").build())));
    var outcome = new RecordedOutcome();
    try (var proxy = new FaultServer();
        var thread = Executors.newSingleThreadExecutor()) {
      IntStream.range(0, 100).forEach(i -> proxy.then(seen));
      var through =
          ElasticsearchUnderTest.with(
              "blocked", StorageSettings.ES_SERVER_URLS, List.of(proxy.url()));
      var writing = thread.submit(() -> through.storage().writer().write(batches, outcome));
      assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(outcome.storedSpans()).isZero();
      ElasticsearchUnderTest.request(
          "PUT", settings, "{\"index.blocks.read_only_allow_delete\":null}");
      writing.get(60, TimeUnit.SECONDS);
      assertThat(proxy.bulks()).hasSizeGreaterThan(1);
    }
    outcome.assertAllStored(batches);
  }

  @Test
  void refusesOnlyTheSpanThatDoesNotFitItsMapping() {
    var under = ElasticsearchUnderTest.withPrefix("misfit");
    TestSpan many = TestSpan.of("misfit", "x");
    for (int i = 0; i < 11_000; i++) {
      many.tag("key", "value");
    }
    var batches = List.of(SpanBatch.of(List.of(TestSpan.of("misfit", "a").build(), many.build())));
    var outcome = new RecordedOutcome();
    under.storage().writer().write(batches, outcome);
    outcome.assertEachReportedOnce(batches);
    assertThat(outcome.of(batches.getFirst().span(0))).containsExactly(RecordedOutcome.STORED);
    assertThat(outcome.of(batches.getFirst().span(1))).containsExactly("INVALID");
    assertThat(outcome.details()).singleElement().asString().contains("nested documents");
  }

  @Test
  void sumsDependenciesThatAJobHasWritten() {
    var under = ElasticsearchUnderTest.withPrefix("links");
    write(under, TestSpan.of("links", "templates first").build());
    Instant end = Instant.parse("2026-03-09T12:00:00Z");
    for (Instant time :
        List.of(end, end.minus(Duration.ofHours(1)), end.minus(Duration.ofDays(2)))) {
      ElasticsearchUnderTest.request(
          "POST",
          "links-jaeger-dependencies-" + time.toString().substring(0, 10) + "/_doc?refresh=true",
          "{\"timestamp\":\"%s\",\"dependencies\":[{\"parent\":\"a\",\"child\":\"b\",\"callCount\":3}]}"
              .formatted(time));
    }
    assertThat(under.storage().dependencies().dependencies(end, Duration.ofDays(1)))
        .containsExactly(new DependencyLink("a", "b", 6));
    assertThat(
            under
                .storage()
                .dependencies()
                .dependencies(end.minus(Duration.ofDays(9)), Duration.ofDays(1)))
        .isEmpty();
  }
}
