package io.jaegerstack.storage.cassandra;

import io.jaegerstack.storage.Maintenance;
import io.jaegerstack.storage.MaintenanceResult;
import java.time.Instant;
import java.util.List;

/// Makes the schemas. All else is done by Cassandra itself, where each row has a time to live.
final class CassandraMaintenance implements Maintenance {
  private static final MaintenanceResult BY_ITSELF =
      MaintenanceResult.notNeeded(
          "rows have a time to live, which the tables were created with (cassandra.schema.trace-ttl)");

  private final List<Cluster> clusters;

  CassandraMaintenance(List<Cluster> clusters) {
    this.clusters = clusters;
  }

  @Override
  public MaintenanceResult schema() {
    return clusters.stream()
        .map(cluster -> MaintenanceResult.created(cluster.createSchema()))
        .reduce(MaintenanceResult.NOTHING, MaintenanceResult::and);
  }

  @Override
  public MaintenanceResult clean(Cleaning cleaning) {
    return BY_ITSELF;
  }

  @Override
  public MaintenanceResult initRollover(RolloverSet set) {
    return BY_ITSELF;
  }

  @Override
  public MaintenanceResult rollover(RolloverSet set, String conditions) {
    return BY_ITSELF;
  }

  @Override
  public MaintenanceResult lookback(RolloverSet set, Instant createdBefore) {
    return BY_ITSELF;
  }
}
