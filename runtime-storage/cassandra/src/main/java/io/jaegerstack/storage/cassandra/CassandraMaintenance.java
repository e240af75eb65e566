package io.jaegerstack.storage.cassandra;

import io.jaegerstack.storage.Maintenance;
import io.jaegerstack.storage.MaintenanceResult;
import java.time.Instant;
import java.util.List;

/// The schema; for all else rows have a time to live.
final class CassandraMaintenance implements Maintenance {
  private static final MaintenanceResult NOT_NEEDED =
      MaintenanceResult.notNeeded(
          "storage cassandra forgets by itself: every row has a time to live");

  private final List<SharedTables> keyspaces;

  CassandraMaintenance(List<SharedTables> keyspaces) {
    this.keyspaces = keyspaces;
  }

  /// Makes what is missing, where `cassandra.schema.create` allows it.
  @Override
  public MaintenanceResult schema() {
    return MaintenanceResult.created(keyspaces.stream().map(SharedTables::keyspace).toList());
  }

  @Override
  public MaintenanceResult clean(Cleaning cleaning) {
    return NOT_NEEDED;
  }

  @Override
  public MaintenanceResult initRollover(RolloverSet set) {
    return NOT_NEEDED;
  }

  @Override
  public MaintenanceResult rollover(RolloverSet set, String conditions) {
    return NOT_NEEDED;
  }

  @Override
  public MaintenanceResult lookback(RolloverSet set, Instant createdBefore) {
    return NOT_NEEDED;
  }
}
