package io.jaegerstack.crds.v1;

/// Where spans are stored. The names are the values in the custom resource.
public enum StorageType {
  /// In the memory of the one backend pod, bounded in bytes; gone with the pod.
  Memory,
  /// In an Elasticsearch that exists already, under Jaeger's own index names.
  Elasticsearch
}
