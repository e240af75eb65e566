package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The types that fields of an index must have for Jaeger's searches to work.
///
/// @param types by the field's path below `properties`
record FieldTypes(Map<String, String> types) {
  private static final FieldTypes SPANS = new FieldTypes(spans());
  private static final FieldTypes SERVICES =
      new FieldTypes(Map.of("serviceName", "keyword", "operationName", "keyword"));

  /// What was not there in the first versions of Jaeger's template, and is not searched.
  private static final List<String> OPTIONAL =
      List.of("parentSpanID", "startTimeMillis", "logs", "references");

  static FieldTypes of(Kind kind) {
    return switch (kind) {
      case SPAN, ARCHIVE -> SPANS;
      case SERVICE -> SERVICES;
      case DEPENDENCIES, SAMPLING -> new FieldTypes(Map.of());
    };
  }

  private static Map<String, String> spans() {
    var types = new LinkedHashMap<String, String>();
    for (String each : List.of("traceID", "process.properties.serviceName", "operationName")) {
      types.put(each, "keyword");
    }
    types.put("spanID", "keyword");
    types.put("parentSpanID", "keyword");
    types.put("startTime", "long");
    types.put("duration", "long");
    types.put("startTimeMillis", "date");
    for (String each : List.of("tags", "process.properties.tags", "logs", "references")) {
      types.put(each, "nested");
    }
    return types;
  }

  Collection<String> paths() {
    return types.keySet();
  }

  /// The first field that has another type, in words; nothing where all fit.
  ///
  /// @param properties of an index's mappings
  Optional<String> conflict(Map<String, Object> properties) {
    for (Map.Entry<String, String> field : types.entrySet()) {
      Map<String, Object> mapping = Json.at(properties, field.getKey().split("\\.", -1));
      String type = mapping.isEmpty() ? "" : String.valueOf(mapping.getOrDefault("type", "object"));
      boolean isMissing = type.isEmpty();
      if (isMissing ? !OPTIONAL.contains(field.getKey()) : !type.equals(field.getValue())) {
        String name = field.getKey().replace("properties.", "");
        return Optional.of(
            isMissing
                ? "no field %s, expected %s".formatted(name, field.getValue())
                : "%s as %s, expected %s".formatted(name, type, field.getValue()));
      }
    }
    return Optional.empty();
  }
}
