package io.jaegerstack.storage.elasticsearch.retention;

import java.time.Instant;
import java.util.Map;

/// An index that there is.
///
/// @param aliases each with what it says of being written to: true, false, or empty where it says
///   nothing, as aliases of one index do
record LiveIndex(String name, Instant created, Map<String, String> aliases) {
  LiveIndex {
    aliases = Map.copyOf(aliases);
  }

  boolean has(String alias) {
    return aliases.containsKey(alias);
  }

  /// Whether documents sent to `alias` come here. Where several indices share an alias, the one
  /// that is written to says so, and the others say that they are not.
  boolean takesWritesOf(String alias) {
    return has(alias) && !"false".equals(aliases.get(alias));
  }

  /// Whether documents sent to any alias that ends as Jaeger's write aliases do come here.
  boolean takesWrites() {
    return aliases.keySet().stream()
        .anyMatch(alias -> alias.endsWith(RolloverIndices.WRITE) && takesWritesOf(alias));
  }
}
