package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_NUM_REPLICAS;
import static io.jaegerstack.settings.StorageSettings.ES_NUM_SHARDS;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.util.List;
import java.util.Map;

/// Jaeger's index templates, in the composable form that Elasticsearch has known since 7.8.
final class Templates {
  private static final Map<String, Object> KEYWORD = Map.of("type", "keyword", "ignore_above", 256);
  private static final Map<String, Object> LONG = Map.of("type", "long");

  private final int shards;
  private final int replicas;

  Templates(SettingValues settings) {
    shards = settings.value(ES_NUM_SHARDS);
    replicas = settings.value(ES_NUM_REPLICAS);
  }

  /// The template for all indices of `kind`.
  Map<String, Object> of(Kind kind, IndexNames names) {
    return Map.of(
        "index_patterns",
        List.of(names.pattern(kind)),
        "priority",
        0,
        "template",
        Map.of("settings", settings(kind), "mappings", mappings(kind)));
  }

  private Map<String, Object> settings(Kind kind) {
    return Map.of(
        "index.number_of_shards",
        shards,
        "index.number_of_replicas",
        replicas,
        "index.mapping.nested_fields.limit",
        50,
        "index.requests.cache.enable",
        kind != Kind.SAMPLING);
  }

  private static Map<String, Object> mappings(Kind kind) {
    return switch (kind) {
      case SPAN -> Map.of("dynamic_templates", tagFields(), "properties", span());
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
