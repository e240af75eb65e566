package io.jaegerstack.crds.v1;

/// Where spans are stored. The names are the values in the custom resource.
public enum StorageType {
  /// In the memory of the one backend pod, bounded in bytes; gone with the pod.
  Memory,
  /// On a volume of the one backend pod, which outlives the pod.
  Local,
  /// In an Elasticsearch that exists already, under Jaeger's own index names.
  Elasticsearch,
  /// In an OpenSearch that exists already, under the same names.
  OpenSearch,
  /// In a Cassandra that exists already, in Jaeger's own tables.
  Cassandra
}
