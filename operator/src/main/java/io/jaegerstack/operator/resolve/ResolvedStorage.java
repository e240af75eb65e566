package io.jaegerstack.operator.resolve;

import java.util.List;
import java.util.Optional;

/// Where spans are stored.
public sealed interface ResolvedStorage {

  /// @param maxBytes bytes that stored traces may take
  record Memory(long maxBytes) implements ResolvedStorage {}

  /// @param secretName Secret with the keys `ES_USERNAME` and `ES_PASSWORD`
  /// @param indexPrefix empty for none
  /// @param indexDateSeparator between year, month and day of an index name; may be empty
  record Elasticsearch(
      List<String> urls,
      Optional<String> secretName,
      String indexPrefix,
      String indexDateSeparator,
      int shards,
      int replicas)
      implements ResolvedStorage {
    public Elasticsearch {
      urls = List.copyOf(urls);
    }
  }
}
