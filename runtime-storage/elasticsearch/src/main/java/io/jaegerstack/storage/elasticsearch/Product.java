package io.jaegerstack.storage.elasticsearch;

/// Whose servers they are: both speak one language, with a few words of their own.
public enum Product {
  /// From 8 on.
  ELASTICSEARCH("Elasticsearch", 8),
  /// From 2 on; its versions began anew at 1 when it left Elasticsearch 7.10.
  OPENSEARCH("OpenSearch", 2);

  private final String label;
  private final int oldestMajor;

  Product(String label, int oldestMajor) {
    this.label = label;
    this.oldestMajor = oldestMajor;
  }

  String label() {
    return label;
  }

  int oldestMajor() {
    return oldestMajor;
  }
}
