package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Trace;
import io.jaegerstack.settings.EsIndexSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.Maintenance.RolloverSet;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Trouble;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Templates, aliases and indices of the real server, and what becomes of them while we write.
class LiveSchemaIT {
  private Storage storage;

  @AfterEach
  void close() {
    storage.close();
  }

  private Storage open(SettingValues settings) {
    storage = ElasticsearchUnderTest.open(settings);
    return storage;
  }

  private static SettingValues settings(String prefix) {
    return ElasticsearchUnderTest.settings(prefix);
  }

  private RecordedOutcome write(Span... spans) {
    var batches = List.of(SpanBatch.of(List.of(spans)));
    var outcome = new RecordedOutcome();
    storage.writer().write(batches, outcome);
    request("POST", "_refresh", "");
    return outcome;
  }

  private void assertStored(Span... spans) {
    assertThat(write(spans).storedSpans()).isEqualTo(spans.length);
  }

  private static String request(String method, String path, String body) {
    return ElasticsearchUnderTest.request(method, path, body);
  }

  private static Map<String, Object> get(String path) throws IOException {
    return Json.readObject(request("GET", path, "").getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Trouble> trouble() {
    try {
      storage.check();
      return Optional.empty();
    } catch (StorageException told) {
      return told.trouble();
    }
  }

  private static Object typeOfTraceId(String index) throws IOException {
    return Json.at(get(index + "/_mapping"), index, "mappings", "properties", "traceID")
        .get("type");
  }

  @Test
  void hoursHaveIndicesOfTheirOwn() throws IOException {
    open(settings("hourly").with(EsIndexSettings.ROLLOVER_SPANS, "hour"));
    Span early = span("hourly", Instant.parse("2026-03-09T12:59:59Z"));
    Span late = TestSpan.of("hourly", "x").start(Instant.parse("2026-03-09T13:00:00Z")).build();
    assertStored(early, late);
    assertThat(get("hourly-*/_settings").keySet())
        .containsExactlyInAnyOrder(
            "hourly-jaeger-span-2026-03-09-12",
            "hourly-jaeger-span-2026-03-09-13",
            "hourly-jaeger-service-2026-03-09");
    assertThat(found(early)).contains(early);
  }

  private static Span span(String service, Instant start) {
    return TestSpan.of(service, "x").start(start).build();
  }

  private List<Span> found(Span span) {
    return storage
        .reader()
        .trace(span.traceId(), Room.UNBOUNDED)
        .map(Trace::spans)
        .orElse(List.of());
  }

  @Test
  void aTraceOlderThanTheLookBackIsFoundByItsIdAndItsServiceByName() {
    open(settings("aged"));
    Span old = span("aged", Instant.parse("2020-03-09T12:00:00Z"));
    assertStored(old);
    assertThat(found(old)).containsExactly(old);
    assertThat(storage.reader().services()).containsExactly("aged");
    assertThat(storage.reader().operations("aged")).hasSize(1);
  }

  @Test
  void aliasesBeginWithTheFirstIndexAndGoOnBehindARollover() throws IOException {
    open(settings("turning").with(EsIndexSettings.USE_ALIASES, true));
    Span before = TestSpan.of("before", "x").build();
    assertStored(before);
    assertThat(get("_alias/turning-jaeger-span-write").keySet())
        .containsExactly("turning-jaeger-span-000001");

    var all = new RolloverSet(false, true, false, Duration.ofSeconds(60));
    storage.maintenance().orElseThrow().rollover(all, "{}");
    Span after = TestSpan.of("after", "x").build();
    assertStored(after);

    assertThat(get("turning-jaeger-span-000002/_count")).containsEntry("count", 1);
    assertThat(typeOfTraceId("turning-jaeger-span-000002")).isEqualTo("keyword");
    assertThat(found(before)).containsExactly(before);
    assertThat(found(after)).containsExactly(after);
    assertThat(storage.reader().services()).contains("before", "after");
    assertStored(before);
    assertThat(found(before)).as("sent again behind the rollover").containsExactly(before);
    assertThat(trouble()).isEmpty();
  }

  @Test
  void anAliasThatIsGoneNeverBecomesAnIndex() throws IOException {
    open(
        settings("headless")
            .with(EsIndexSettings.USE_ALIASES, true)
            .with(StorageSettings.ES_BULK_RETRY_FOR, Duration.ZERO));
    assertStored(TestSpan.of("headless", "x").build());
    request("DELETE", "headless-jaeger-span-000001", "");
    assertThat(write(TestSpan.of("headless", "x").build()).storedSpans()).isZero();
    assertThat(get("headless-*/_settings").keySet()).noneMatch(name -> name.endsWith("-write"));
  }

  @Test
  void spansWaitWhereAnAliasHasTwoIndicesAndNoneIsWrittenTo() {
    open(
        settings("undecided")
            .with(EsIndexSettings.USE_ALIASES, true)
            .with(StorageSettings.ES_BULK_RETRY_FOR, Duration.ZERO));
    assertStored(TestSpan.of("undecided", "x").build());
    request(
        "PUT",
        "undecided-jaeger-span-000002",
        "{\"aliases\":{\"undecided-jaeger-span-write\":{}}}");
    RecordedOutcome outcome = write(TestSpan.of("undecided", "x").build());
    assertThat(outcome.details()).singleElement().asString().contains("no write index");
    assertThat(outcome.reasons()).containsExactly(StorageException.Kind.UNAVAILABLE.name());

    storage.close();
    open(
        settings("undecided")
            .with(EsIndexSettings.USE_ALIASES, true)
            .with(StorageSettings.ES_CREATE_INDEX_TEMPLATES, false));
    assertThat(trouble()).contains(Trouble.SCHEMA_MISSING);
    assertThatThrownBy(storage::check)
        .hasMessageContaining("undecided-jaeger-span-write stands before")
        .hasMessageContaining("is_write_index");
  }

  @Test
  void templatesThatSomebodyDeletesArePutAgainBeforeTheNextIndex() throws IOException {
    open(settings("undone"));
    assertStored(span("undone", Instant.parse("2026-03-09T12:00:00Z")));
    request("DELETE", "_index_template/undone-jaeger-span", "");
    assertStored(span("undone", Instant.parse("2026-03-10T12:00:00Z")));
    assertThat(typeOfTraceId("undone-jaeger-span-2026-03-10")).isEqualTo("keyword");
  }

  @Test
  void nothingIsWrittenWhileAnotherTemplateStandsBeforeOurs() {
    request(
        "PUT",
        "_index_template/shadow",
        "{\"index_patterns\":[\"shadowed-*\"],\"priority\":7,\"template\":{\"mappings\":{\"properties\":{\"traceID\":{\"type\":\"text\"}}}}}");
    try {
      open(settings("shadowed").with(StorageSettings.ES_BULK_RETRY_FOR, Duration.ZERO));
      RecordedOutcome outcome = write(TestSpan.of("shadowed", "x").build());
      assertThat(outcome.storedSpans()).isZero();
      assertThat(outcome.details())
          .singleElement()
          .asString()
          .contains("shadowed-jaeger-span", "traceID as text", "--es.prioirity-span-template");
      storage.close();

      open(
          settings("shadowed")
              .with(EsIndexSettings.PRIORITY_SPAN, 8)
              .with(EsIndexSettings.PRIORITY_SERVICE, 8));
      assertStored(TestSpan.of("shadowed", "x").build());
    } finally {
      request("DELETE", "_index_template/shadow", "");
    }
  }

  @Test
  void aMissingSchemaIsToldWhereOthersAreToCreateIt() {
    open(
        settings("absent")
            .with(StorageSettings.ES_CREATE_INDEX_TEMPLATES, false)
            .with(StorageSettings.ES_BULK_RETRY_FOR, Duration.ZERO));
    assertThat(trouble()).contains(Trouble.SCHEMA_MISSING);
    assertThat(write(TestSpan.of("absent", "x").build()).storedSpans()).isZero();

    storage.maintenance().orElseThrow().schema();
    assertThat(trouble()).isEmpty();
    assertStored(TestSpan.of("absent", "x").build());
  }

  @Test
  void anIndexThatIsReadOnlyIsToldIfSpansGoThereNow() {
    open(settings("closed"));
    assertStored(
        span("closed", Instant.now()), span("closed", Instant.parse("2026-03-09T12:00:00Z")));
    request("PUT", "closed-jaeger-span-2026-03-09/_settings", "{\"index.blocks.write\":true}");
    assertThat(trouble()).as("an old index may be closed").isEmpty();

    String today = "closed-jaeger-span-*/_settings";
    request("PUT", today, "{\"index.blocks.read_only_allow_delete\":true}");
    assertThat(trouble()).contains(Trouble.READ_ONLY);
    assertThatThrownBy(storage::check)
        .hasMessageContaining("index closed-jaeger-span-")
        .hasMessageContaining("index.blocks.read_only_allow_delete");
    request("PUT", today, "{\"index.blocks.read_only_allow_delete\":null}");
  }

  @Test
  void spansWaitWhileTheClusterHasAllTheShardsThatItMayHave() {
    open(settings("crowded").with(StorageSettings.ES_BULK_RETRY_FOR, Duration.ZERO));
    Span span = span("crowded", Instant.parse("2026-03-09T12:00:00Z"));
    String limit = "{\"persistent\":{\"cluster.max_shards_per_node\":%s}}";
    request("PUT", "_cluster/settings", limit.formatted("1"));
    try {
      RecordedOutcome outcome = write(span);
      assertThat(outcome.details()).singleElement().asString().contains("shards open");
      assertThat(outcome.reasons()).containsExactly(StorageException.Kind.UNAVAILABLE.name());
    } finally {
      request("PUT", "_cluster/settings", limit.formatted("null"));
    }
    assertStored(span);
  }

  @Test
  void anIndexWithAnotherMappingIsToldByItsNameAndField() {
    request(
        "PUT",
        "odd-jaeger-span-2026-03-09",
        "{\"mappings\":{\"properties\":{\"traceID\":{\"type\":\"keyword\"},\"process\":{\"properties\":{\"serviceName\":{\"type\":\"keyword\"}}},\"operationName\":{\"type\":\"keyword\"},\"spanID\":{\"type\":\"keyword\"},\"startTime\":{\"type\":\"date\"}}}}");
    open(settings("odd"));
    assertThatThrownBy(storage::check)
        .hasMessageContaining("index odd-jaeger-span-2026-03-09 has startTime as date")
        .isInstanceOfSatisfying(
            StorageException.class,
            told -> assertThat(told.trouble()).contains(Trouble.MAPPING_CONFLICT));
  }

  @Test
  void theArchiveIsOneIndexWithTheMappingsOfSpans() throws IOException {
    open(settings("kept-apart"));
    var batch = SpanBatch.of(List.of(TestSpan.of("kept", "x").build()));
    var outcome = new RecordedOutcome();
    storage.archive().orElseThrow().writer().write(List.of(batch), outcome);
    assertThat(outcome.storedSpans()).isEqualTo(1);
    assertThat(get("kept-apart-*/_settings").keySet())
        .containsExactly("kept-apart-jaeger-span-archive");
    assertThat(typeOfTraceId("kept-apart-jaeger-span-archive")).isEqualTo("keyword");
  }

  @Test
  void theServersAreKnownForWhatTheyAre() {
    try (var http = new EsHttp(settings("known"), new SimpleMeterRegistry())) {
      open(settings("known"));
      boolean isOpenSearch = RealElasticsearch.sharedType().equals("opensearch");
      Product other = isOpenSearch ? Product.ELASTICSEARCH : Product.OPENSEARCH;
      assertThat(new ServerCheck(http, settings("known"), other).product())
          .isEqualTo(isOpenSearch ? Product.OPENSEARCH : Product.ELASTICSEARCH);
    }
  }
}
