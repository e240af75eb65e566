package io.jaegerstack.storage;

/// An operation of a service.
///
/// @param spanKind `server`, `client`, `producer`, `consumer`, `internal`, or empty where the
///   storage does not know it (Jaeger's Elasticsearch schema does not keep it)
public record Operation(String name, String spanKind) implements Comparable<Operation> {
  @Override
  public int compareTo(Operation other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : spanKind.compareTo(other.spanKind);
  }
}
