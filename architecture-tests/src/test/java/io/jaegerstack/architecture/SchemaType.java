package io.jaegerstack.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What a schema admits, in words: "string of at most 512 characters", "`A` or `B`".
final class SchemaType {
  private static final Map<String, String> LIMITS = new LinkedHashMap<>();

  static {
    LIMITS.put("minimum", "at least %s");
    LIMITS.put("maximum", "at most %s");
    LIMITS.put("minLength", "at least %s characters");
    LIMITS.put("maxLength", "at most %s characters");
    LIMITS.put("minItems", "at least %s items");
    LIMITS.put("maxItems", "at most %s items");
    LIMITS.put("maxProperties", "at most %s entries");
    LIMITS.put("pattern", "matches `%s`");
  }

  private SchemaType() {}

  static String words(JsonNode schema) {
    List<String> words = new ArrayList<>(List.of(kind(schema)));
    LIMITS.forEach(
        (key, phrase) -> {
          if (schema.has(key)) {
            words.add(phrase.formatted(limit(schema.path(key))));
          }
        });
    return String.join(", ", words);
  }

  private static String limit(JsonNode value) { // 1 rather than 1.0
    return value.isNumber() && value.doubleValue() == value.longValue()
        ? String.valueOf(value.longValue())
        : value.asText();
  }

  private static String kind(JsonNode schema) {
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false)
          .map(value -> "`" + value.asText() + "`")
          .collect(Collectors.joining(" or "));
    }
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return "quantity";
    }
    if (schema.has("items")) {
      return "list of (" + words(schema.path("items")) + ")";
    }
    if (schema.has("additionalProperties")) {
      return "map of (" + words(schema.path("additionalProperties")) + ")";
    }
    if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      return "any object";
    }
    return schema.path("type").asText();
  }
}
