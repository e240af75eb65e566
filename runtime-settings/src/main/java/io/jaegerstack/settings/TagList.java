package io.jaegerstack.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Jaeger's notation of tags on a command line: `cluster=prod,node=${NODE_NAME:unknown}`.
final class TagList {
  /// Empty when a pair has no `=` or no key. A variable that is neither set nor has a default gives
  /// an empty value, and such a tag is left out, as an empty tag says nothing.
  ///
  /// @throws SettingException where a `${` is not closed
  static Optional<Map<String, String>> parse(String text, Map<String, String> environment) {
    var tags = new LinkedHashMap<String, String>();
    for (String pair : text.split(",")) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String key = equals < 0 ? "" : pair.substring(0, equals).strip();
      if (key.isEmpty()) {
        return Optional.empty();
      }
      if (pair.contains("${") && pair.indexOf('}', pair.lastIndexOf("${")) < 0) {
        throw new SettingException(
            "has \"%s\", where ${ is not closed, expected ${ENVIRONMENT_NAME:default} without commas in it"
                .formatted(pair.strip()));
      }
      String value = resolved(pair.substring(equals + 1).strip(), environment);
      if (!value.isEmpty()) {
        tags.put(key, value);
      }
    }
    return Optional.of(Collections.unmodifiableMap(tags));
  }

  static String print(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> tag.getKey() + "=" + tag.getValue())
        .collect(Collectors.joining(","));
  }

  private static String resolved(String value, Map<String, String> environment) {
    if (!value.startsWith("${") || !value.endsWith("}")) {
      return value;
    }
    String inside = value.substring(2, value.length() - 1);
    int colon = inside.indexOf(':');
    String name = colon < 0 ? inside : inside.substring(0, colon);
    String byDefault = colon < 0 ? "" : inside.substring(colon + 1);
    String found = environment.getOrDefault(name.strip(), "");
    return found.isEmpty() ? byDefault.strip() : found;
  }

  private TagList() {}
}
