package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_NUM_REPLICAS;
import static io.jaegerstack.settings.StorageSettings.ES_NUM_SHARDS;

import io.jaegerstack.settings.EsIndexSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Jaeger's index templates, in the composable form that Elasticsearch has known since 7.8 and
/// OpenSearch always.
public final class Templates {
  private static final Map<String, Object> KEYWORD = Map.of("type", "keyword", "ignore_above", 256);
  private static final Map<String, Object> LONG = Map.of("type", "long");

  private final int shards;
  private final int replicas;
  private final boolean lifecycle;
  private final String policy;
  private final int spanPriority;
  private final int servicePriority;
  private final int dependenciesPriority;

  public Templates(SettingValues settings) {
    shards = settings.value(ES_NUM_SHARDS);
    replicas = settings.value(ES_NUM_REPLICAS);
    lifecycle = settings.value(EsIndexSettings.USE_ILM);
    policy = settings.value(EsIndexSettings.ILM_POLICY_NAME);
    spanPriority = settings.value(EsIndexSettings.PRIORITY_SPAN);
    servicePriority = settings.value(EsIndexSettings.PRIORITY_SERVICE);
    dependenciesPriority = settings.value(EsIndexSettings.PRIORITY_DEPENDENCIES);
  }

  /// The template for all indices of `kind`.
  ///
  /// @param product of the servers; asked where a lifecycle is wanted
  public Map<String, Object> of(Kind kind, IndexNames names, Supplier<Product> product) {
    var template = new LinkedHashMap<String, Object>();
    if (names.isAliased(kind)) {
      // What a rollover creates can be read from its first document on.
      template.put("aliases", Map.of(names.readAlias(kind), Map.of()));
    }
    template.put("settings", settings(kind, names, product));
    template.put("mappings", mappings(kind));
    return Map.of(
        "index_patterns",
        List.of(names.pattern(kind)),
        "priority",
        priority(kind),
        "template",
        template);
  }

  /// The archive's goes before that of spans, whose pattern fits its indices as well.
  private int priority(Kind kind) {
    return switch (kind) {
      case SPAN -> spanPriority;
      case SERVICE -> servicePriority;
      case DEPENDENCIES, SAMPLING -> dependenciesPriority;
      case ARCHIVE -> spanPriority == Integer.MAX_VALUE ? spanPriority : spanPriority + 1;
    };
  }

  private Map<String, Object> settings(Kind kind, IndexNames names, Supplier<Product> product) {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("index.number_of_shards", shards);
    settings.put("index.number_of_replicas", replicas);
    settings.put("index.mapping.nested_fields.limit", 50);
    settings.put("index.requests.cache.enable", kind != Kind.SAMPLING);
    if (lifecycle) {
      String alias = names.writeAlias(kind);
      switch (product.get()) {
        case ELASTICSEARCH -> {
          settings.put("index.lifecycle.name", policy);
          settings.put("index.lifecycle.rollover_alias", alias);
        }
        // Which policy applies is said in the policy itself (`ism_template`).
        case OPENSEARCH -> settings.put("plugins.index_state_management.rollover_alias", alias);
      }
    }
    return settings;
  }

  private static Map<String, Object> mappings(Kind kind) {
    return switch (kind) {
      case SPAN, ARCHIVE -> Map.of("dynamic_templates", tagFields(), "properties", span());
      case SERVICE ->
          Map.of(
              "dynamic_templates",
              tagFields(),
              "properties",
              Map.of("serviceName", KEYWORD, "operationName", KEYWORD));
      case DEPENDENCIES -> Map.of();
      case SAMPLING -> sampling();
    };
  }

  private static List<Object> tagFields() {
    return List.of(
        Map.of("span_tags_map", Map.of("mapping", KEYWORD, "path_match", "tag.*")),
        Map.of("process_tags_map", Map.of("mapping", KEYWORD, "path_match", "process.tag.*")));
  }

  private static Map<String, Object> span() {
    return Map.ofEntries(
        Map.entry("traceID", KEYWORD),
        Map.entry("parentSpanID", KEYWORD),
        Map.entry("spanID", KEYWORD),
        Map.entry("operationName", KEYWORD),
        Map.entry("startTime", LONG),
        Map.entry("startTimeMillis", Map.of("type", "date", "format", "epoch_millis")),
        Map.entry("duration", LONG),
        Map.entry("flags", Map.of("type", "integer")),
        Map.entry("logs", nested(Map.of("timestamp", LONG, "fields", nestedTags()))),
        Map.entry("process", Map.of("properties", process())),
        Map.entry(
            "references",
            nested(Map.of("refType", KEYWORD, "traceID", KEYWORD, "spanID", KEYWORD))),
        Map.entry("tag", Map.of("type", "object")),
        Map.entry("tags", nestedTags()));
  }

  private static Map<String, Object> process() {
    return Map.of("serviceName", KEYWORD, "tag", Map.of("type", "object"), "tags", nestedTags());
  }

  private static Map<String, Object> nestedTags() {
    return nested(Map.of("key", KEYWORD, "value", KEYWORD, "tagType", KEYWORD));
  }

  /// Jaeger has no mappings here, so that every operation and every probability becomes a field, up
  /// to the most that an index may have. Documents are the same; only what is searched is mapped.
  private static Map<String, Object> sampling() {
    Map<String, Object> seen = Map.of("properties", Map.of("Service", KEYWORD));
    Map<String, Object> rates = Map.of("properties", Map.of("Hostname", KEYWORD));
    return Map.of(
        "dynamic",
        false,
        "properties",
        Map.of(
            "timestamp",
            Map.of("type", "date"),
            "throughputs",
            seen,
            "probabilitiesandqps",
            rates));
  }

  private static Map<String, Object> nested(Map<String, Object> properties) {
    return Map.of("type", "nested", "dynamic", false, "properties", properties);
  }
}
