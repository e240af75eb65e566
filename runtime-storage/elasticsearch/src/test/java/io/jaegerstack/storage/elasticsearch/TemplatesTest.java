package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.EsIndexSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What templates say of aliases and lifecycles, which the test servers do not have.
class TemplatesTest {
  private static SettingValues settings() {
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
        .with(StorageSettings.ES_INDEX_PREFIX, "prod");
  }

  private static Map<String, Object> of(SettingValues settings, Kind kind, Product product) {
    return new Templates(settings).of(kind, IndexNames.of(settings), () -> product);
  }

  private static Map<String, Object> lifecycle(Product product) {
    var settings =
        settings()
            .with(EsIndexSettings.USE_ALIASES, true)
            .with(EsIndexSettings.USE_ILM, true)
            .with(EsIndexSettings.ILM_POLICY_NAME, "keep-a-week");
    return Json.at(of(settings, Kind.SPAN, product), "template");
  }

  @Test
  void elasticsearchsLifecycleIsNamedWithItsAlias() {
    var template = lifecycle(Product.ELASTICSEARCH);
    assertThat(Json.at(template, "settings"))
        .containsEntry("index.lifecycle.name", "keep-a-week")
        .containsEntry("index.lifecycle.rollover_alias", "prod-jaeger-span-write");
    assertThat(Json.at(template, "aliases")).containsOnlyKeys("prod-jaeger-span-read");
  }

  @Test
  void opensearchsIsToldTheAliasAlone() {
    assertThat(Json.at(lifecycle(Product.OPENSEARCH), "settings"))
        .containsEntry("plugins.index_state_management.rollover_alias", "prod-jaeger-span-write")
        .doesNotContainKey("index.lifecycle.name");
  }

  @Test
  void nothingIsSaidOfEitherWhereIndicesAreOfDays() {
    var template = Json.at(of(settings(), Kind.SPAN, Product.ELASTICSEARCH), "template");
    assertThat(template).doesNotContainKey("aliases");
    assertThat(Json.at(template, "settings").keySet()).noneMatch(key -> key.contains("lifecycle"));
  }

  @Test
  void theArchivesGoesBeforeThatOfSpans() {
    var settings = settings().with(EsIndexSettings.PRIORITY_SPAN, 500);
    assertThat(of(settings, Kind.SPAN, Product.ELASTICSEARCH))
        .containsEntry("priority", 500)
        .containsEntry("index_patterns", List.of("prod-jaeger-span-*"));
    assertThat(of(settings, Kind.ARCHIVE, Product.ELASTICSEARCH))
        .containsEntry("priority", 501)
        .containsEntry("index_patterns", List.of("prod-jaeger-span-archive*"));
  }
}
