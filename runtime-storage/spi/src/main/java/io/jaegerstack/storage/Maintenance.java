package io.jaegerstack.storage;

import java.time.Duration;
import java.time.Instant;

/// What is done to a storage from time to time, by a command and not by the processes that serve.
/// Everything may be done again: what is done already is left as it is.
///
/// All methods throw [StorageException]. What a storage has no use for is answered with
/// [MaintenanceResult#notNeeded(String)], and what it cannot do with an exception.
public interface Maintenance {
  /// What is removed.
  ///
  /// @param createdBefore what is younger stays
  /// @param archive of the archive instead of everything else
  /// @param rollover what rollovers created instead of what days created
  /// @param timeout how long to wait for the storage's own agreement
  record Cleaning(Instant createdBefore, boolean archive, boolean rollover, Duration timeout) {}

  /// What is rolled over.
  ///
  /// @param archive the archive instead of everything else
  /// @param dependencies with service dependencies; not of an archive
  /// @param sampling with what adaptive sampling keeps; not of an archive
  /// @param timeout how long to wait for the storage's own agreement
  record RolloverSet(boolean archive, boolean dependencies, boolean sampling, Duration timeout) {}

  /// Creates what must be there before the first span, and looks at what is there.
  MaintenanceResult schema();

  /// Removes what is old.
  MaintenanceResult clean(Cleaning cleaning);

  /// Creates what the first rollover needs.
  MaintenanceResult initRollover(RolloverSet set);

  /// Begins anew to write where `conditions` are met.
  ///
  /// @param conditions a JSON object in the storage's own words, such as `{"max_age": "2d"}`; an
  ///   empty one rolls over at once
  MaintenanceResult rollover(RolloverSet set, String conditions);

  /// Takes what is old out of what is searched, without removing it.
  MaintenanceResult lookback(RolloverSet set, Instant createdBefore);
}
