package io.jaegerstack.storage.elasticsearch.retention;

import io.jaegerstack.storage.Maintenance;
import io.jaegerstack.storage.MaintenanceResult;
import java.time.Instant;

/// Sends what is for the archive to where the archive is: other servers, or another prefix.
///
/// @param main for everything else, and for the schema of both
public record ArchiveApart(Maintenance main, Maintenance archive) implements Maintenance {
  @Override
  public MaintenanceResult schema() {
    return main.schema();
  }

  @Override
  public MaintenanceResult clean(Cleaning cleaning) {
    return of(cleaning.archive()).clean(cleaning);
  }

  @Override
  public MaintenanceResult initRollover(RolloverSet set) {
    return of(set.archive()).initRollover(set);
  }

  @Override
  public MaintenanceResult rollover(RolloverSet set, String conditions) {
    return of(set.archive()).rollover(set, conditions);
  }

  @Override
  public MaintenanceResult lookback(RolloverSet set, Instant createdBefore) {
    return of(set.archive()).lookback(set, createdBefore);
  }

  private Maintenance of(boolean archived) {
    return archived ? archive : main;
  }
}
