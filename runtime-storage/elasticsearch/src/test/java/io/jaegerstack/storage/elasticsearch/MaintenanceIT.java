package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.EsArchiveSettings;
import io.jaegerstack.settings.EsIndexSettings;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.Maintenance;
import io.jaegerstack.storage.Maintenance.Cleaning;
import io.jaegerstack.storage.Maintenance.RolloverSet;
import io.jaegerstack.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Cleaner, rollover and lookback on the real server. Ages are those of just now: what is "old" is
/// told by a moment that lies after them.
class MaintenanceIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final RolloverSet ALL = new RolloverSet(false, true, true, TIMEOUT);
  private static final RolloverSet ARCHIVE = new RolloverSet(true, false, false, TIMEOUT);
  private static final Instant LATER = Instant.now().plus(Duration.ofDays(1));

  private static Maintenance of(String prefix) {
    return ElasticsearchUnderTest.withPrefix(prefix).storage().maintenance().orElseThrow();
  }

  private static Maintenance.Cleaning daily(Instant createdBefore) {
    return new Cleaning(createdBefore, false, false, TIMEOUT);
  }

  private static Map<String, Object> get(String path) throws IOException {
    return Json.readObject(
        ElasticsearchUnderTest.request("GET", path, "").getBytes(StandardCharsets.UTF_8));
  }

  private static Set<String> indices(String prefix) throws IOException {
    return get(prefix + "*/_settings").keySet();
  }

  private static Instant created(String index) throws IOException {
    var settings = Json.at(get(index + "/_settings"), index, "settings", "index");
    return Instant.ofEpochMilli(Long.parseLong(String.valueOf(settings.get("creation_date"))));
  }

  private static void create(String... names) {
    for (String name : names) {
      ElasticsearchUnderTest.request("PUT", name, "");
    }
  }

  private static Set<String> behind(String alias) throws IOException {
    return get("_alias/" + alias).keySet();
  }

  @Test
  void cleaningDeletesWhatIsOldAndNothingElse() throws IOException {
    create("cleaned-jaeger-span-2026-03-01", "cleaned-jaeger-service-2026-03-01");
    create("cleaned-jaeger-span-2026-03-02", "cleaned-logs", "cleaned-jaeger-span-000001");
    create("cleaned-too-jaeger-span-2026-03-01");
    var young = created("cleaned-jaeger-span-2026-03-02");
    var result = of("cleaned").clean(daily(young));
    assertThat(result.deleted())
        .containsExactly("cleaned-jaeger-service-2026-03-01", "cleaned-jaeger-span-2026-03-01");
    assertThat(indices("cleaned"))
        .containsExactlyInAnyOrder(
            "cleaned-jaeger-span-2026-03-02",
            "cleaned-logs",
            "cleaned-jaeger-span-000001",
            "cleaned-too-jaeger-span-2026-03-01");
  }

  @Test
  void cleaningTakesMoreNamesThanARequestLineHolds() throws IOException {
    var longName = "many-" + "x".repeat(200);
    for (int day = 10; day < 30; day++) {
      ElasticsearchUnderTest.request(
          "PUT",
          longName + "-jaeger-span-20" + day + "-03-01",
          "{\"settings\":{\"number_of_shards\":1,\"number_of_replicas\":0}}");
    }
    assertThat(of(longName).clean(daily(LATER)).deleted()).hasSize(20);
    assertThat(indices(longName)).isEmpty();
  }

  @Test
  void cleaningWithoutAnyIndexDoesNothing() {
    assertThat(of("nothing-here").clean(daily(LATER)).deleted()).isEmpty();
  }

  @Test
  void rolloversAreInitialisedOnce() throws IOException {
    var maintenance = of("rolled");
    assertThat(maintenance.initRollover(ALL).created())
        .contains("rolled-jaeger-span-000001", "rolled-jaeger-sampling-000001");
    assertThat(behind("rolled-jaeger-span-write")).containsExactly("rolled-jaeger-span-000001");
    assertThat(behind("rolled-jaeger-span-read")).containsExactly("rolled-jaeger-span-000001");
    assertThat(maintenance.initRollover(ALL).changed()).isEmpty();
    var properties =
        Json.at(get("rolled-jaeger-span-000001"), "rolled-jaeger-span-000001", "mappings");
    assertThat(Json.at(properties, "properties", "tags")).containsEntry("type", "nested");
  }

  @Test
  void rolloverBeginsAnewWhereConditionsAreMetAndLookbackEndsTheSearchOfOldOnes()
      throws IOException {
    var maintenance = of("turned");
    maintenance.initRollover(ALL);
    assertThat(maintenance.rollover(ALL, "{\"max_age\": \"2d\"}").created()).isEmpty();
    assertThat(maintenance.rollover(ALL, "{}").created())
        .containsExactly(
            "turned-jaeger-span-000002",
            "turned-jaeger-service-000002",
            "turned-jaeger-dependencies-000002",
            "turned-jaeger-sampling-000002");
    assertThat(behind("turned-jaeger-span-write")).containsExactly("turned-jaeger-span-000002");
    assertThat(behind("turned-jaeger-span-read"))
        .containsExactlyInAnyOrder("turned-jaeger-span-000001", "turned-jaeger-span-000002");

    assertThat(maintenance.lookback(ALL, LATER).changed())
        .contains("turned-jaeger-span-000001 out of turned-jaeger-span-read")
        .hasSize(4);
    assertThat(behind("turned-jaeger-span-read")).containsExactly("turned-jaeger-span-000002");
    assertThat(maintenance.lookback(ALL, LATER).changed()).isEmpty();

    var cleaning = new Cleaning(LATER, false, true, TIMEOUT);
    assertThat(maintenance.clean(cleaning).deleted()).hasSize(4);
    assertThat(behind("turned-jaeger-span-write")).containsExactly("turned-jaeger-span-000002");
  }

  @Test
  void archivesAreRolledOverAndCleanedApart() throws IOException {
    var maintenance = of("kept");
    maintenance.schema();
    create("kept-jaeger-span-000009", "kept-jaeger-span-archive");
    maintenance.initRollover(ARCHIVE);
    assertThat(maintenance.rollover(ARCHIVE, "{}").created())
        .containsExactly("kept-jaeger-span-archive-000002");
    assertThat(maintenance.clean(new Cleaning(LATER, true, true, TIMEOUT)).deleted())
        .containsExactly("kept-jaeger-span-archive-000001");
    assertThat(indices("kept"))
        .containsExactlyInAnyOrder(
            "kept-jaeger-span-000009",
            "kept-jaeger-span-archive",
            "kept-jaeger-span-archive-000002");
  }

  @Test
  void aNewIndexThatWasNotYetSearchedIsSearchedAfterTheNextRun() throws IOException {
    var maintenance = of("halfway");
    maintenance.initRollover(ALL);
    ElasticsearchUnderTest.request("POST", "halfway-jaeger-span-write/_rollover", "");
    assertThat(maintenance.rollover(ALL, "{\"max_age\": \"2d\"}").changed())
        .containsExactly("halfway-jaeger-span-000002 into halfway-jaeger-span-read");
  }

  @Test
  void conditionsThatAreNoObjectAreRefused() {
    for (String wrong : new String[] {"[]", "2d", "{", "{} {"}) {
      assertThatThrownBy(() -> of("refused").rollover(ALL, wrong))
          .isInstanceOf(StorageException.class);
    }
  }

  @Test
  void schemaNamesTheTemplatesAndRefusesOtherMappings() {
    assertThat(of("schema").schema().created())
        .contains("schema-jaeger-span", "schema-jaeger-sampling");
    ElasticsearchUnderTest.request(
        "PUT", "mangled-jaeger-span-2026-03-01/_doc/1", "{\"traceID\":\"ab\"}");
    assertThatThrownBy(() -> of("mangled").schema())
        .isInstanceOfSatisfying(
            StorageException.class,
            refused ->
                assertThat(refused.trouble()).contains(StorageException.Trouble.MAPPING_CONFLICT))
        .hasMessageContaining("mangled-jaeger-span-2026-03-01");
  }

  @Test
  void aWindowOfDependenciesThatIsWrittenAgainAfterARolloverStaysOne() {
    var under = ElasticsearchUnderTest.with("aliased", EsIndexSettings.USE_ALIASES, true);
    var maintenance = under.storage().maintenance().orElseThrow();
    maintenance.initRollover(ALL);
    var writer = under.storage().dependencyWriter().orElseThrow();
    Instant window = Instant.now().minus(Duration.ofMinutes(10));
    writer.write(window, List.of(new DependencyLink("shop", "stock", 3)));
    maintenance.rollover(ALL, "{}");
    writer.write(window, List.of(new DependencyLink("shop", "stock", 5)));
    assertThat(under.storage().dependencies().dependencies(Instant.now(), Duration.ofHours(1)))
        .containsExactly(new DependencyLink("shop", "stock", 5));
  }

  @Test
  void anArchiveWithAPrefixOfItsOwnIsCleanedThere() throws IOException {
    var under =
        ElasticsearchUnderTest.with(
            "apart", EsArchiveSettings.of(StorageSettings.ES_INDEX_PREFIX), "elsewhere");
    create("apart-jaeger-span-archive-000001", "elsewhere-jaeger-span-archive-000001");
    var maintenance = under.storage().maintenance().orElseThrow();
    assertThat(maintenance.clean(new Cleaning(LATER, true, true, TIMEOUT)).deleted())
        .containsExactly("elsewhere-jaeger-span-archive-000001");
    assertThat(indices("apart")).containsExactly("apart-jaeger-span-archive-000001");
  }
}
