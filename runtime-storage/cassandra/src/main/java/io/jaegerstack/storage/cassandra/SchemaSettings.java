package io.jaegerstack.storage.cassandra;

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
/// @param datacenter that the copies are in; empty where any server may have them
record SchemaSettings(
    boolean isCreated,
    String datacenter,
    int replicationFactor,
    Duration traceTtl,
    Duration dependenciesTtl,
    Duration compactionWindow) {
  /// Jaeger's script: as many windows as its rule of thumb wants in a table.
  private static final int WINDOWS = 30;

  private static final int COPIES = 2;

  /// @throws SettingException where a schema is to be made and the datacenter is not said
  static SchemaSettings of(SettingValues settings) {
    boolean isProd = settings.value(SCHEMA_MODE).equals("prod");
    String datacenter = settings.value(SCHEMA_DATACENTER);
    if (datacenter.isEmpty()) {
      datacenter = settings.value(CassandraSettings.MAIN.localDc());
    }
    boolean isCreated = settings.value(SCHEMA_CREATE);
    if (isCreated && isProd && datacenter.isEmpty()) {
      throw new SettingException(
          "%s is set and %s is empty, expected the datacenter of the new keyspace, or %s=test"
              .formatted(SCHEMA_CREATE.flag(), SCHEMA_DATACENTER.flag(), SCHEMA_MODE.flag()));
    }
    int factor = settings.value(SCHEMA_REPLICATION_FACTOR);
    if (factor == 0) {
      factor = isProd ? COPIES : 1;
    }
    Duration ttl = settings.value(SCHEMA_TRACE_TTL);
    return new SchemaSettings(
        isCreated,
        isProd ? datacenter : "",
        factor,
        ttl,
        settings.value(SCHEMA_DEPENDENCIES_TTL),
        window(settings, ttl));
  }

  /// Whole minutes, at least one.
  private static Duration window(SettingValues settings, Duration ttl) {
    Duration set = settings.value(SCHEMA_COMPACTION_WINDOW);
    long minutes = set.isZero() ? Math.ceilDiv(ttl.toMinutes(), (long) WINDOWS) : set.toMinutes();
    return Duration.ofMinutes(Math.max(1, minutes));
  }

  SchemaSettings created() {
    return new SchemaSettings(
        true, datacenter, replicationFactor, traceTtl, dependenciesTtl, compactionWindow);
  }

  /// As CQL writes it.
  String replication() {
    return datacenter.isEmpty()
        ? "{'class': 'SimpleStrategy', 'replication_factor': '%d'}".formatted(replicationFactor)
        : "{'class': 'NetworkTopologyStrategy', '%s': '%d'}"
            .formatted(datacenter.replace("'", "''"), replicationFactor);
  }
}
