package io.jaegerstack.crds.v1;

/// How many copies have to answer. The names are Cassandra's, and the values in the custom
/// resource.
public enum CassandraConsistency {
  ANY,
  ONE,
  TWO,
  THREE,
  QUORUM,
  ALL,
  LOCAL_QUORUM,
  EACH_QUORUM,
  LOCAL_ONE
}
