package io.jaegerstack.crds.v1;

/// How the backend of a stack is cut into pods. The names are the values in the custom resource.
public enum Strategy {
  /// One pod with collector and query in one process.
  AllInOne,
  /// Collector and query apart, on a storage that both reach.
  Distributed
}
