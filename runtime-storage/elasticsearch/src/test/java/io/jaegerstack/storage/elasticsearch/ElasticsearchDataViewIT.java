package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The saved objects for Kibana and OpenSearch Dashboards: every field that they name is in a real
/// index, and every search finds what it says.
class ElasticsearchDataViewIT {
  private static final Path FILE = Path.of("../../deploy/kibana/jaeger-data-view.ndjson");
  private static final String PREFIX = "viewed-";

  private static final Map<String, Map<String, Object>> OBJECTS = new HashMap<>();
  private static final Map<String, Span> SPANS =
      Map.of(
          "jaeger-slow",
          TestSpan.of("viewed", "slow").duration(Duration.ofSeconds(2)).build(),
          "jaeger-errors",
          TestSpan.of("viewed", "failing").tag(Tag.of("error", true)).build(),
          "jaeger-http-5xx",
          TestSpan.of("viewed", "GET /")
              .tag("http.method", "GET")
              .tag("http.url", "http://shop/")
              .tag(Tag.of("http.status_code", 503L))
              .build());

  private static ElasticsearchUnderTest under;

  @BeforeAll
  static void write() throws IOException {
    for (String line : Files.readAllLines(FILE)) {
      var object = Json.readObject(line.getBytes(StandardCharsets.UTF_8));
      OBJECTS.put(String.valueOf(object.get("id")), object);
    }
    under = ElasticsearchUnderTest.with("viewed", StorageSettings.ES_TAGS_AS_FIELDS_ALL, true);
    var batch = SpanBatch.of(List.copyOf(SPANS.values()));
    var outcome = new RecordedOutcome();
    under.storage().writer().write(List.of(batch), outcome);
    outcome.assertAllStored(List.of(batch));
    under.showWrites();
  }

  @AfterAll
  static void close() {
    under.storage().close();
  }

  private static Map<String, Object> attributes(String id) {
    return Json.at(OBJECTS.get(id), "attributes");
  }

  /// The pattern of the data view, for the prefix of this test.
  private static String pattern() {
    return String.valueOf(attributes("jaeger-spans").get("title"))
        .replace("jaeger-", PREFIX + "jaeger-");
  }

  private static Map<String, Object> answer(String method, String path, Map<String, Object> body)
      throws IOException {
    String json = body.isEmpty() ? "" : new String(Json.write(body), StandardCharsets.UTF_8);
    return Json.readObject(
        ElasticsearchUnderTest.request(method, path, json).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyFieldThatIsNamedCanBeUsed() throws IOException {
    var wanted = new ArrayList<String>();
    wanted.add(String.valueOf(attributes("jaeger-spans").get("timeFieldName")));
    for (String id : SPANS.keySet()) {
      Json.asList(attributes(id).get("columns")).forEach(name -> wanted.add(String.valueOf(name)));
      for (Object sort : Json.asList(attributes(id).get("sort"))) {
        wanted.add(String.valueOf(Json.asList(sort).getFirst()));
      }
    }
    var fields = Json.at(answer("GET", pattern() + "/_field_caps?fields=*", Map.of()), "fields");
    for (String each : wanted) {
      assertThat(fields).containsKey(each);
      Json.asObject(fields.get(each))
          .values()
          .forEach(
              caps ->
                  assertThat(Json.asObject(caps))
                      .as(each)
                      .containsEntry("searchable", true)
                      .containsEntry("aggregatable", true));
    }
    assertThat(Json.asObject(fields.get("startTimeMillis"))).containsOnlyKeys("date");
  }

  @Test
  void everySearchFindsWhatItIsFor() throws IOException {
    for (Map.Entry<String, Span> each : SPANS.entrySet()) {
      var source =
          Json.readObject(
              String.valueOf(
                      Json.at(attributes(each.getKey()), "kibanaSavedObjectMeta")
                          .get("searchSourceJSON"))
                  .getBytes(StandardCharsets.UTF_8));
      var query = Json.at(source, "query");
      assertThat(query).containsEntry("language", "lucene");
      var body =
          Map.<String, Object>of(
              "query", Map.of("query_string", Map.of("query", String.valueOf(query.get("query")))));
      var hits = Json.at(answer("POST", pattern() + "/_search", body), "hits").get("hits");
      assertThat(Json.asList(hits))
          .as(each.getKey())
          .singleElement()
          .satisfies(
              hit ->
                  assertThat(Json.at(Json.asObject(hit), "_source"))
                      .containsEntry("traceID", each.getValue().traceId().toString()));
    }
  }

  @Test
  void everyReferenceLeadsToTheDataView() {
    for (String id : SPANS.keySet()) {
      assertThat(Json.asList(OBJECTS.get(id).get("references")))
          .allSatisfy(
              reference ->
                  assertThat(OBJECTS)
                      .containsKey(String.valueOf(Json.asObject(reference).get("id"))));
    }
  }
}
