package io.jaegerstack.storage.cassandra;

import static io.jaegerstack.settings.CassandraSettings.ARCHIVE_SCHEMA_TRACE_TTL;
import static io.jaegerstack.settings.CassandraSettings.SCHEMA_COMPACTION_WINDOW;
import static io.jaegerstack.settings.CassandraSettings.SCHEMA_CREATE;
import static io.jaegerstack.settings.CassandraSettings.SCHEMA_DATACENTER;
import static io.jaegerstack.settings.CassandraSettings.SCHEMA_DEPENDENCIES_TTL;
import static io.jaegerstack.settings.CassandraSettings.SCHEMA_MODE;
import static io.jaegerstack.settings.CassandraSettings.SCHEMA_REPLICATION_FACTOR;
import static io.jaegerstack.settings.CassandraSettings.SCHEMA_TRACE_TTL;

import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.time.Duration;

/// How a new keyspace is made.
///
/// @param isCreated whether it is, where it is missing
/// @param isProd whether copies are in datacenters; else any server may have them
/// @param datacenter that the copies are in; empty where nobody has said so
record SchemaSettings(
    boolean isCreated,
    boolean isProd,
    String datacenter,
    int replicationFactor,
    Duration traceTtl,
    Duration dependenciesTtl,
    Duration compactionWindow) {
  /// Jaeger's script: as many windows as its rule of thumb wants in a table.
  private static final int WINDOWS = 30;

  private static final int COPIES = 2;

  /// @throws SettingException where a schema is to be made and the datacenter is not said
  static SchemaSettings of(ClusterSettings cluster) {
    SettingValues settings = cluster.values();
    boolean isProd = settings.value(SCHEMA_MODE).equals("prod");
    String datacenter = settings.value(SCHEMA_DATACENTER);
    if (datacenter.isEmpty()) {
      datacenter = cluster.value(CassandraSettings::localDc);
    }
    boolean isCreated = settings.value(SCHEMA_CREATE);
    int factor = settings.value(SCHEMA_REPLICATION_FACTOR);
    if (factor == 0) {
      factor = isProd ? COPIES : 1;
    }
    boolean isArchive = cluster.names().equals(CassandraSettings.ARCHIVE);
    Duration ttl = settings.value(isArchive ? ARCHIVE_SCHEMA_TRACE_TTL : SCHEMA_TRACE_TTL);
    var made =
        new SchemaSettings(
            isCreated,
            isProd,
            isProd ? datacenter : "",
            factor,
            ttl,
            settings.value(SCHEMA_DEPENDENCIES_TTL),
            window(settings, ttl));
    if (isCreated) {
      made.expectDatacenter();
    }
    return made;
  }

  /// @throws SettingException where nobody has said in which datacenter a new keyspace is
  void expectDatacenter() {
    if (isProd && datacenter.isEmpty()) {
      throw new SettingException(
          "%s is empty, expected the datacenter of the new keyspace, or %s=test"
              .formatted(SCHEMA_DATACENTER.flag(), SCHEMA_MODE.flag()));
    }
  }

  /// Whole minutes, at least one; a day where rows stay for ever.
  private static Duration window(SettingValues settings, Duration ttl) {
    Duration set = settings.value(SCHEMA_COMPACTION_WINDOW);
    if (set.isZero() && ttl.isZero()) {
      return Duration.ofDays(1);
    }
    long minutes = set.isZero() ? Math.ceilDiv(ttl.toMinutes(), (long) WINDOWS) : set.toMinutes();
    return Duration.ofMinutes(Math.max(1, minutes));
  }

  /// As CQL writes it.
  String replication() {
    return !isProd
        ? "{'class': 'SimpleStrategy', 'replication_factor': '%d'}".formatted(replicationFactor)
        : "{'class': 'NetworkTopologyStrategy', '%s': '%d'}"
            .formatted(datacenter.replace("'", "''"), replicationFactor);
  }
}
